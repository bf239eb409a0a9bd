namespace Concord.Gaps;

/// <summary>
/// Which words of a sentence stand in a clause that denies: a negation takes its clause with it, unless it prohibits ("must not", "do not", "no … may"), narrows ("which is
/// not …"), demands ("not … unless") or denies an act that rules prohibit ("is not used before"). Also what others do, what was done once, and what would be done.
/// </summary>
internal sealed partial class Denial
{
    /// <summary>So many words a verb may stand from its negation.</summary>
    private const int VerbReach = 4;

    /// <summary>So many words a subject may have before its verb.</summary>
    private const int SubjectReach = 10;

    /// <summary>So many where the verb has no word of its own kind by which it is known: "no system goes live".</summary>
    private const int ShortReach = 5;

    /// <summary>A relative, its verb and an object.</summary>
    private const int RelativeWithObject = 3;

    /// <summary>A sentence that only says "nobody does so" has no more.</summary>
    private const int MostOfBackReference = 8;

    private readonly IReadOnlyList<ClauseWord> words;
    private readonly DenialWords known;
    private readonly bool[] harmless;
    private readonly bool[] denied;
    private readonly bool[] forbidden;

    private Denial(IReadOnlyList<ClauseWord> words, DenialWords known)
    {
        (this.words, this.known) = (words, known);
        (harmless, denied, forbidden) = (new bool[words.Count], new bool[words.Count], new bool[words.Count]);
    }

    /// <summary>It tells what would be or is to be, not what is.</summary>
    public bool IsOnlyAnnounced { get; private set; }

    /// <summary>It denies what the sentence before says: "nobody does so".</summary>
    public bool DeniesWhatIsBefore { get; private set; }

    /// <summary>The word that stands there in the text is denied.</summary>
    public bool Covers(int start) => IsMarked(denied, start);

    /// <summary>The word that stands there in the text is part of a ban that leaves nothing to be done.</summary>
    public bool Forbids(int start) => IsMarked(forbidden, start);

    public static Denial Of(string text, DenialWords known)
    {
        var read = new Denial(ClauseWord.Of(text), known);
        if (read.words.Count > 0) read.Read();
        return read;
    }

    private bool IsMarked(bool[] marks, int start)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (marks[i] && words[i].Start <= start && start < words[i].End) return true;
        }
        return false;
    }

    private void Read()
    {
        for (var i = 0; i < words.Count; i++)
        {
            for (var length = known.Length("harmless", words, i); length > 0; length--) harmless[i + length - 1] = true;
        }
        ReadBeginning();
        for (var i = 0; i < words.Count; i++)
        {
            if (!harmless[i]) ReadAt(i);
        }
        IsOnlyAnnounced |= Has("future") && Has("someday");
    }

    private void ReadAt(int at)
    {
        if (known.Length("untrue", words, at) is > 0 and var told) Deny(at, told);
        else if (known.Length("abstention", words, at) is > 0 and var left)
        {
            if (!IsSubordinate(at) && !IsAct(at + left)) Deny(at, left);
        }
        else if (known.Length("negative-subject", words, at) is > 0 and var none)
        {
            // "No. 5" counts.
            var counts = at + 1 < words.Count && words[at + 1].Folded.All(char.IsAsciiDigit);
            if (counts || IsSubordinate(at) || IsUndoneBehind(at + none)) return;
            if (IsRuleOfSubject(at, none)) Forbid(at, none);
            else Deny(at, none);
        }
        else if (known.Length("negation", words, at) is > 0 and var not)
        {
            if ((IsSubordinate(at) && !IsBehindRelative(at)) || IsUndoneBehind(at + not)) return;
            if (IsRule(at, not)) Forbid(at, not);
            else Deny(at, not);
        }
        else if (known.Is("ban", words[at].Folded)) Forbid(at, 1);
        else if (known.Is("undone", words[at].Folded)) ReadUndone(at);
        else if (words[at].Folded == "without") ReadWithout(at);
        else if (known.Is("conditional", words[at].Folded) && !IsSubordinate(at)) IsOnlyAnnounced = true;
    }

    /// <summary>"For example, another company …", "Until 2024 …".</summary>
    private void ReadBeginning()
    {
        var at = known.Length("introduction", words, 0);
        if (at < words.Count && known.Length("others", words, at) is > 0 and var others) Deny(at, others);
        if (known.Length("past", words, 0) is > 0 and var past && EndOf(past, "present") is var end && !AnyIn(past, end, "present")) Mark(0, end);
    }

    /// <summary>What something is done without is not there, unless a rule forbids to do it so.</summary>
    private void ReadWithout(int at)
    {
        if (at + 1 >= words.Count || known.Is("without-fine", words[at + 1].Folded) || Has("sanction") || Has("negation") || Has("negative-subject") || IsSubordinate(at)) return;
        var end = at + 1;
        while (end < words.Count && !Parts(end) && !words[end].AfterComma && !IsFinite(end)) end++;
        Mark(at, end);
    }

    /// <summary>"AI incidents go unreported": what is left undone is denied, unless that is what is denied or sanctioned.</summary>
    private void ReadUndone(int at)
    {
        if (!IsLeftUndone(at) || (IsSubordinate(at) && !IsBehindRelative(at)) || Has("sanction")) return;
        for (var i = StartOf(at); i < at; i++)
        {
            if (known.Length("negation", words, i) > 0 || known.Length("negative-subject", words, i) > 0) return;
        }
        Deny(at, 1);
    }

    private bool IsUndoneBehind(int from) => Enumerable.Range(from, EndOf(from, "finite") - from).Any(IsLeftUndone);

    /// <summary>Behind its verb; before a name it only says which: "unreviewed models".</summary>
    private bool IsLeftUndone(int at)
    {
        if (!known.Is("undone", words[at].Folded)) return false;
        for (var i = at - 1; i >= 0 && at - i <= VerbReach && !Parts(i + 1); i--)
        {
            if (IsFinite(i) || known.Is("stays", words[i].Folded)) return true;
            if (!known.Is("adverb", words[i].Folded) && !IsManner(i)) return false;
        }
        return false;
    }

    private void Deny(int at, int length)
    {
        var start = StartOf(at);
        var end = EndOf(at + length, "finite", alsoModals: true);
        var first = start;
        while (first < at && (Parts(first) || known.Is("join", words[first].Folded)) && !known.Is("refers-back", words[first].Folded)) first++;
        var pointsBack = Enumerable.Range(start, end - start).Any(i => known.Is("refers-back", words[i].Folded) && (i == first || IsDo(i - 1)));
        if (pointsBack)
        {
            start = 0;
            DeniesWhatIsBefore |= words.Count <= MostOfBackReference;
        }
        // "When incidents occur, nobody is told": without its main clause the other says nothing.
        if (start > 0 && known.Is("subordinator", words[0].Folded) && Enumerable.Range(1, start - 1).All(i => !words[i].AfterComma && !Parts(i))) start = 0;
        Mark(start, end);
    }

    private void Mark(int start, int end) => Array.Fill(denied, true, start, end - start);

    private void Forbid(int at, int length)
    {
        // "Not … unless" asks for something, and so does what is not forbidden.
        var start = StartOf(at);
        if (HasRescue(at) || (known.Is("ban", words[at].Folded) && (AnyIn(start, at, "negation") || AnyIn(start, at, "negative-subject")))) return;
        Array.Fill(forbidden, true, start, EndOf(at + length, "finite", alsoModals: true) - start);
    }

    /// <summary>Where the clause around a negation begins.</summary>
    private int StartOf(int at)
    {
        var start = at;
        while (start > 0 && !Parts(start))
        {
            var joined = known.Is("join", words[start - 1].Folded);
            if (words[start].AfterComma && HasSubject(start, at) && (FiniteIn(0, start) || AnyIn(0, start, "subordinator"))) break;
            if (joined && FiniteIn(0, start - 1)) break;
            start--;
        }
        return start;
    }

    /// <summary>Where it ends: before a clause with a verb of its own.</summary>
    private int EndOf(int from, string verbs, bool alsoModals = false)
    {
        var end = from;
        for (; end < words.Count; end++)
        {
            if (Parts(end)) break;
            if (!words[end].AfterComma && !known.Is("join", words[end].Folded)) continue;
            var next = end + 1;
            while (next < words.Count && !Parts(next) && !words[next].AfterComma && !known.Is("join", words[next].Folded)) next++;
            if (AnyIn(end, next, verbs) || (alsoModals && Enumerable.Range(end, next - end).Any(IsFinite))) break;
        }
        return end;
    }

    private bool IsSubordinate(int at)
    {
        var start = StartOf(at);
        for (var i = at - 1; i >= start; i--)
        {
            if (!known.Is("subordinator", words[i].Folded)) continue;
            if (words[i].Folded != "that" || i == 0 || !known.Is("complement", words[i - 1].Folded)) return true;
        }
        return false;
    }

    /// <summary>
    /// "Incidents that affect customers go unreported": what stands between the relative and the verb of the denial is a verb and its object, and no verb follows,
    /// so the denial is that of the sentence. A subject of its own would begin with an article, and a sentence that had a verb before speaks of its object.
    /// </summary>
    private bool IsBehindRelative(int at)
    {
        var verb = at - 1;
        while (verb > 0 && !IsFinite(verb) && !known.Is("stays", words[verb].Folded)) verb--;
        while (verb > 1 && IsFinite(verb - 1)) verb--;
        var relative = verb - 1;
        while (relative > 0 && !known.Is("subordinator", words[relative].Folded)) relative--;
        var start = StartOf(at);
        if (relative <= start || verb - relative < RelativeWithObject || !known.Is("relative", words[relative].Folded) || known.Is("article", words[relative + 1].Folded)) return false;
        if (known.Is("join", words[relative - 1].Folded) || known.Is("complement", words[relative - 1].Folded) || FiniteIn(start, relative)) return false;
        return !FiniteIn(at + 1, EndOf(at + 1, "finite", alsoModals: true));
    }

    private bool Has(string kind)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (known.Length(kind, words, i) > 0) return true;
        }
        return false;
    }

    private bool Parts(int at) => words[at].AfterBreak || (known.Is("break", words[at].Folded) && !IsNotYet(at));

    /// <summary>"Not yet" begins no clause, "yet it is" does.</summary>
    private bool IsNotYet(int at) => words[at].Folded == "yet" && at > 0 && (known.Is("negation", words[at - 1].Folded) || words[at - 1].Folded == "as");

    /// <summary>"Publicly", "often".</summary>
    private bool IsManner(int at) => words[at].Folded.EndsWith("ly", StringComparison.Ordinal);

    private bool IsFinite(int at) => known.Is("finite", words[at].Folded) || known.Is("rule-modal", words[at].Folded) || known.Is("modal", words[at].Folded);

    private bool IsDo(int at) => at >= 0 && words[at].Folded is "do" or "does" or "did" or "done";

    private bool FiniteIn(int from, int to) => Enumerable.Range(from, Math.Max(0, to - from)).Any(IsFinite);

    private bool AnyIn(int from, int to, string kind) => Enumerable.Range(from, Math.Max(0, to - from)).Any(i => known.Is(kind, words[i].Folded));

    private bool HasSubject(int from, int to) => Enumerable.Range(from, Math.Max(0, to - from)).Any(i => !IsFinite(i) && !known.Is("adverb", words[i].Folded) && !known.Is("join", words[i].Folded) && !known.Is("stays", words[i].Folded));
}
