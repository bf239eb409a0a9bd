namespace Concord.Web.Tests;
