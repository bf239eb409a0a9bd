using System.Linq.Expressions;

namespace Concord.Storage;

/// <summary>Free words in a list's filter, the same on both databases: every word must stand in one of the texts, upper or lower case.</summary>
internal static class TextSearch
{
    public static IQueryable<T> Matching<T>(this IQueryable<T> records, string? words, params Expression<Func<T, string>>[] texts)
    {
        foreach (var word in words?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
            records = records.Where(AnyContains(word.ToLowerInvariant(), texts));
        return records;
    }

    private static Expression<Func<T, bool>> AnyContains<T>(string word, Expression<Func<T, string>>[] texts)
    {
        var record = Expression.Parameter(typeof(T), "record");
        Expression<Func<string>> wanted = () => word; // A captured value becomes a parameter of the query, not part of its text.
        var found = texts.Select(text =>
        {
            var value = new Replace(text.Parameters[0], record).Visit(text.Body);
            var lower = Expression.Call(value!, nameof(string.ToLower), []);
            return (Expression)Expression.Call(lower, nameof(string.Contains), [], wanted.Body);
        });
        return Expression.Lambda<Func<T, bool>>(found.Aggregate(Expression.OrElse), record);
    }

    private sealed class Replace(Expression old, Expression with) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == old ? with : base.Visit(node);
    }
}
