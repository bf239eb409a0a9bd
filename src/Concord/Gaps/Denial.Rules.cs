namespace Concord.Gaps;

/// <summary>Which negations forbid or demand something, and so deny nothing.</summary>
internal sealed partial class Denial
{
    /// <summary>The negation of a verb prohibits or demands.</summary>
    private bool IsRule(int at, int length)
    {
        if (IsBanOnWanted(at + length)) return HasRescue(at);
        if (IsOrder(at)) return true;
        if (at + length < words.Count && words[at + length].Folded == "to") return at == 0 || !known.Is("complement", words[at - 1].Folded);
        var needed = (at > 0 && words[at - 1].Folded is "need" or "needs") || (at + length < words.Count && words[at + length].Folded is "need" or "have" or "required" or "obliged");
        // "Is not yet in use" forbids nothing.
        var open = at + length < words.Count && IsNotYet(at + length);
        return HasRescue(at) || (!needed && (IsUnderModal(at) || (!open && IsAct(at + length))));
    }

    /// <summary>"Must not be reported": a ban on what rules ask for claims nothing, unless it only says how it is not to be done ("must not be reviewed by its author").</summary>
    private bool IsBanOnWanted(int from)
    {
        var at = from;
        var isPassive = false;
        for (; at < words.Count && !Parts(at) && known.Is("adverb", words[at].Folded); at++) isPassive |= words[at].Folded == "be";
        if (at >= words.Count || Parts(at) || !known.Is(isPassive ? "wanted-done" : "wanted-act", words[at].Folded)) return false;
        var end = EndOf(at, "finite");
        return !AnyIn(at + 1, end, "how") && !Enumerable.Range(at + 1, end - at - 1).Any(IsManner);
    }

    /// <summary>"Do not …", "Never …".</summary>
    private bool IsOrder(int at)
    {
        var first = at;
        if (words[at].Folded == "not")
        {
            if (at == 0 || words[at - 1].Folded != "do") return false;
            first--;
        }
        return first == 0 || Parts(first) || words[first].AfterComma || words[first - 1].Folded is "please" || words[first - 1].Folded.All(char.IsAsciiDigit);
    }

    private bool IsUnderModal(int at)
    {
        for (var i = at - 1; i >= 0 && at - i <= VerbReach && !Parts(i + 1); i--)
        {
            if (known.Is("rule-modal", words[i].Folded)) return true;
            if (IsFinite(i) && words[i].Folded is not ("be" or "been")) return false;
        }
        return false;
    }

    /// <summary>"No system may …", "nobody … unless", "no system is used before …".</summary>
    private bool IsRuleOfSubject(int at, int length)
    {
        // "Must in no case be used": the modal stands before.
        if (HasRescue(at)) return true;
        if (IsUnderModal(at)) return !IsBanOnWanted(at + length);
        var end = Math.Min(words.Count, at + length + SubjectReach);
        for (var i = at + length; i < end && !Parts(i); i++)
        {
            if (known.Is("rule-modal", words[i].Folded)) return !IsBanOnWanted(i + 1);
            if (known.Is("subordinator", words[i].Folded) || words[i].Folded == "before") break;
            if (IsFinite(i)) return words[i].Folded is not ("need" or "needs") && IsAct(i + 1);
        }
        return words[at].Folded == "no" ? HasActBehindSubject(at + length) : IsAct(at + length);
    }

    private bool HasRescue(int at)
    {
        for (var i = at + 1; i < words.Count; i++)
        {
            if (known.Length("rescue", words, i) > 0) return true;
        }
        return false;
    }

    /// <summary>The verb there is one that rules prohibit: "used", "put into operation", "decided by AI alone".</summary>
    private bool IsAct(int from)
    {
        var at = from;
        while (at < words.Count && !Parts(at) && (known.Is("adverb", words[at].Folded) || words[at].Folded.EndsWith("ly", StringComparison.Ordinal))) at++;
        if (at >= words.Count || Parts(at)) return false;
        if (known.IsForbiddenAct(words[at].Folded) || AnyIn(at, EndOf(at, "finite"), "sole")) return true;
        return known.Is("light-verb", words[at].Folded) && HasActIn(at + 1, VerbReach, _ => true);
    }

    /// <summary>"No system goes live": a verb in the present, no name and no participle.</summary>
    private bool HasActBehindSubject(int from) =>
        HasActIn(from, ShortReach, i => !known.Is("article", words[i - 1].Folded) && !words[i].Folded.EndsWith("ed", StringComparison.Ordinal) && !words[i].Folded.EndsWith("ing", StringComparison.Ordinal));

    private bool HasActIn(int from, int reach, Func<int, bool> counts)
    {
        for (var i = from; i < words.Count && i < from + reach && !Parts(i) && !known.Is("boundary", words[i].Folded); i++)
        {
            if (known.IsForbiddenAct(words[i].Folded) && counts(i)) return true;
        }
        return false;
    }
}
