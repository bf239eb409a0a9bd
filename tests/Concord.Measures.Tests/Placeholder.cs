namespace Concord.Measures.Tests;
