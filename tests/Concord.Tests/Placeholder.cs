namespace Concord.Tests;
