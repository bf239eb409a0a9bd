using Concord.Foundation;
using Concord.Standards;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Classifications;

/// <summary>
/// The answers of a sent step. A question that was shown and left alone is a fault and no answer: an untouched list must not pass for "none of these".
/// </summary>
internal static class TypedAnswers
{
    /// <summary>Field with the ids of the questions that were shown.</summary>
    public const string Asked = "asked";

    /// <summary>Field with the id of a question whose answer is taken back.</summary>
    public const string TakenBack = "back";

    /// <exception cref="FindingsException">Every question that is not answered, or in two ways.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>?> Read(HttpContext context, RulePack pack)
    {
        if (context.Typed(TakenBack) is { } back) return new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal) { [back] = null };
        var faults = new List<Finding>();
        var answers = new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal);
        foreach (var id in (context.TypedAll(Asked) ?? []).Distinct(StringComparer.Ordinal))
        {
            var typed = context.TypedAll(id) ?? [];
            var question = pack.FindFact(id);
            var isNone = question?.Kind == QuestionKind.List && typed.Contains(FactQuestion.NoneOfThem);
            if (typed.Count == 0) faults.Add(Fault(question, id, question?.Kind == QuestionKind.List ? "Tick what fits, or that nothing does, or that you do not know." : "Choose an answer, or that you do not know."));
            else if (typed.Count > 1 && (isNone || typed.Contains(FactQuestion.NotKnown))) faults.Add(Fault(question, id, "Two answers that do not go together are ticked. Leave one."));
            else answers[id] = isNone ? [] : typed;
        }
        if (faults.Count == 0 && answers.Count == 0) faults.Add(Finding.Error("The answers", "form-field", "Nothing was answered. Answer a question, then keep it."));
        return faults.Count == 0 ? answers : throw new FindingsException(faults);
    }

    private static Finding Fault(FactQuestion? question, string id, string what) => Finding.Error(question?.Question ?? id, "form-field", what);
}
