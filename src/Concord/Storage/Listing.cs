using System.Linq.Expressions;
using System.Reflection;
using Concord.Foundation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Storage;

/// <summary>How a list may be sorted: known keys only, each an expression the database can order by. Equal rows stand by reference.</summary>
internal sealed class ListOrder<T>(string fallback, Expression<Func<T, object?>> byReference)
{
    private readonly Dictionary<string, Expression<Func<T, object?>>> keys = new(StringComparer.OrdinalIgnoreCase) { ["ref"] = byReference };

    public IReadOnlyCollection<string> Keys => keys.Keys;

    public ListOrder<T> By(string key, Expression<Func<T, object?>> value)
    {
        keys.Add(key, value);
        return this;
    }

    public IQueryable<T> Apply(IQueryable<T> list, PageRequest request)
    {
        var wanted = string.IsNullOrEmpty(request.SortKey) ? new PageRequest(Sort: fallback) : request;
        if (!keys.TryGetValue(wanted.SortKey!, out var value))
            throw new RuleViolation("LIST-SORT", $"This list cannot be sorted by '{wanted.SortKey}'. Known: {string.Join(", ", keys.Keys)}.");
        var sorted = wanted.Descending ? list.OrderByDescending(value) : list.OrderBy(value);
        return sorted.ThenBy(byReference);
    }
}

internal static class Listing
{
    private static readonly MethodInfo Lower = typeof(string).GetMethod(nameof(string.ToLower), [])!;
    private static readonly MethodInfo Contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;

    /// <summary>Keeps the rows in which every word of the filter stands in one of the fields, in any case of letters. Both databases compare alike that
    /// way.</summary>
    public static IQueryable<T> Mentioning<T>(this IQueryable<T> list, PageRequest request, params Expression<Func<T, string>>[] fields)
    {
        foreach (var word in request.FreeText?.ToLowerInvariant().Split(' ') ?? [])
        {
            var row = Expression.Parameter(typeof(T), "row");
            var wanted = Expression.Property(Expression.Constant(new Word(word)), nameof(Word.Text));
            var found = fields.Select(field => (Expression)Expression
                .Call(Expression.Call(new Rename(field.Parameters[0], row).Visit(field.Body), Lower), Contains, wanted)).Aggregate(Expression.OrElse);
            list = list.Where(Expression.Lambda<Func<T, bool>>(found, row));
        }
        return list;
    }

    /// <summary>One page, sorted, counted and cut in the database. What the filter names and the list did not ask for is refused.</summary>
    public static async Task<PageOf<TRow>> Page<T, TRow>(this IQueryable<T> list, PageRequest request, ListOrder<T> order, Expression<Func<T, TRow>> row,
        CancellationToken stop)
    {
        request.DemandRead();
        var total = await list.CountAsync(stop);
        var items = await order.Apply(list, request).Skip(request.Skip).Take(request.Size).Select(row).ToListAsync(stop);
        return new(items, total, request.Page, request.Size);
    }

    public static PageOf<TTo> Map<TFrom, TTo>(this PageOf<TFrom> page, Func<TFrom, TTo> map) =>
        new([.. page.Items.Select(map)], page.Total, page.Page, page.Size);

    /// <summary>The state that <c>key:state</c> in the filter asks for; null when the filter does not name the key.</summary>
    public static TState? State<TState>(this PageRequest request, string key) where TState : struct, Enum
    {
        if (request.FilterValue(key) is not { } word) return null;
        var plain = word.Replace("-", "", StringComparison.Ordinal);
        foreach (var state in Enum.GetValues<TState>())
        {
            if (string.Equals(state.ToString(), plain, StringComparison.OrdinalIgnoreCase)) return state;
        }
        throw new RuleViolation("LIST-FILTER", $"'{word}' is not a value of {key}. Known: {string.Join(", ", Enum.GetValues<TState>().Select(Words.Key))}.");
    }

    /// <summary>Whether <c>key:yes</c> or <c>key:no</c> is asked for; null when the filter does not name the key.</summary>
    public static bool? YesNo(this PageRequest request, string key) => request.FilterValue(key) switch
    {
        null => null,
        "yes" => true,
        "no" => false,
        var word => throw new RuleViolation("LIST-FILTER", $"'{word}' is not a value of {key}. Known: yes, no."),
    };

    /// <summary>A member of an object becomes a parameter of the query; a bare constant would make each word a query of its own.</summary>
    private sealed record Word(string Text);

    private sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
