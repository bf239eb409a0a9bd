using Concord.Foundation;
using Concord.Overview;

namespace Concord.Web.Parts;

internal static class StandingWords
{
    /// <summary>Monitored without enough rows is said so: it is not a pass.</summary>
    public static string Of(StandingWord standing) => standing == StandingWord.Insufficient ? "not enough data" : Words.Of(standing);
}
