using Concord.Standards;

namespace Concord.Impacts;

/// <summary>How thorough an assessment must be.</summary>
internal enum ImpactDepth
{
    Full,
    Light,
}

/// <summary>What the screening comes to. A light assessment is enough only where every question is known to be no; what nobody knows is not no.</summary>
internal sealed record ImpactScreening(ImpactDepth Depth, string Because)
{
    /// <param name="riskClass">Word of the system's class, where a classification was approved; else empty.</param>
    public static ImpactScreening Of(ImpactMethod method, ImpactContent content, string riskClass)
    {
        if (riskClass.Length > 0 && method.Requires(riskClass)) return new(ImpactDepth.Full, $"the system is classified as {riskClass}");
        var answers = method.Screening.Select(question => (question, said: content.Screened(question.Id))).ToList();
        if (answers.Find(pair => pair.said?.Answer == ScreeningAnswer.Yes) is { question: { } yes }) return new(ImpactDepth.Full, $"yes to: {yes.Question}");
        if (answers.Find(pair => pair.said is null) is { question: { } open }) return new(ImpactDepth.Full, $"not answered: {open.Question}");
        if (answers.Find(pair => pair.said!.Answer == ScreeningAnswer.Unknown) is { question: { } unknown }) return new(ImpactDepth.Full, $"not known: {unknown.Question}");
        return new(ImpactDepth.Light, "every question of the screening is answered no");
    }

    public bool Asks(ImpactSection section) => Depth == ImpactDepth.Full || section.Light;
}
