using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;
using Concord.Gaps.Interviews;

namespace Concord.Gaps.Analysis;

/// <summary>
/// What a person saw of an open analysis, in a form that travels with the page or the request and comes back with the wish to conclude: of each requirement its
/// state and a hash of its reasons, and the interviews that would not count. The day is not part of it, nor the wording of the plan, which follows from states.
/// </summary>
internal sealed class GapFingerprint
{
    private const int MostTold = 5;
    private const int MarkLength = 7;
    private const int LongestReference = 40;
    private const char Between = '.';

    private readonly IReadOnlyDictionary<string, string> requirements;
    private readonly IReadOnlyDictionary<string, string> interviews;

    private GapFingerprint(IReadOnlyDictionary<string, string> requirements, IReadOnlyDictionary<string, string> interviews, string text) =>
        (this.requirements, this.interviews, Text) = (requirements, interviews, text);

    /// <summary>As it travels: a mark for each requirement in the order of the standard, then each interview.</summary>
    public string Text { get; }

    public static GapFingerprint Of(GapResult result, IReadOnlyList<UnsignedInterview> notSigned)
    {
        var marks = result.Findings.ToDictionary(finding => finding.Requirement, Mark, StringComparer.Ordinal);
        var waiting = notSigned.ToDictionary(interview => interview.Ref, interview => Words.Of(interview.State), StringComparer.Ordinal);
        var text = new StringBuilder(string.Concat(result.Findings.Select(Mark)));
        text.Append(Between).Append(Hash(string.Join('\n', result.Findings.Select(finding => finding.Requirement))));
        foreach (var interview in notSigned) text.Append(Between).Append(interview.Ref).Append((int)interview.State);
        return new(marks, waiting, text.ToString());
    }

    /// <summary>Refuses what was decided from something else, and says what changed.</summary>
    /// <param name="seen">As it came back; null or empty: nothing was sent.</param>
    public void Demand(string? seen, string analysis)
    {
        if (string.IsNullOrEmpty(seen))
            throw new RuleViolation(Refusal.VersionRequired, $"Say which result you have seen: send the fingerprint that {analysis} carries while it is open.");
        if (seen == Text) return;
        throw new RuleViolation(Refusal.Stale, $"What {analysis} would freeze is not what you saw: {Changes(seen)}. Look at it again, then conclude.");
    }

    private string Changes(string seen)
    {
        var parts = seen.Split(Between);
        var keys = requirements.Keys.ToList();
        if (parts.Length < 2 || parts[0].Length != keys.Count * MarkLength || parts[1] != Hash(string.Join('\n', keys))) return "it was read from another edition of the standard";
        List<string> told = [];
        for (var i = 0; i < keys.Count; i++)
        {
            var (before, now) = (parts[0].Substring(i * MarkLength, MarkLength), requirements[keys[i]]);
            if (before == now) continue;
            told.Add(before[0] == now[0] ? $"{keys[i]} has other reasons" : $"{keys[i]} is {StateOf(now)}, was {StateOf(before)}");
        }
        // It comes from outside: a part may be long, or come twice.
        var was = new Dictionary<string, char>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(2).Where(part => part.Length is > 1 and <= LongestReference)) was[part[..^1]] = part[^1];
        told.AddRange(was.Keys.Except(interviews.Keys, StringComparer.Ordinal).Select(gone => $"{gone} is signed off or gone"));
        told.AddRange(interviews.Where(one => !was.TryGetValue(one.Key, out var state) || StateOfInterview(state) != one.Value).Select(one => $"{one.Key} would not count ({one.Value})"));
        if (told.Count == 0) return "it is not one this analysis gave";
        return string.Join("; ", told.Take(MostTold)) + (told.Count > MostTold ? $"; and {told.Count - MostTold} more" : "");
    }

    private static string Mark(GapFinding finding) =>
        $"{(int)finding.State}{Hash(finding.Because + string.Concat(finding.Reasons.Select(reason => $"\n{reason.Part} {reason.State} {reason.Why}")))[..(MarkLength - 1)]}";

    private static string StateOf(string mark) => Enum.IsDefined((GapState)(mark[0] - '0')) ? Words.Of((GapState)(mark[0] - '0')) : "something else";

    private static string StateOfInterview(char digit) => Enum.IsDefined((InterviewState)(digit - '0')) ? Words.Of((InterviewState)(digit - '0')) : "";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
