namespace Concord.Foundation;

/// <summary>A typed key over a version 7 UUID: keys of different records cannot be confused, and sort by time of creation.</summary>
internal interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);

    static virtual TSelf New() => TSelf.From(Guid.CreateVersion7());
}

internal static class Id
{
    public static T New<T>() where T : struct, IId<T> => T.New();

    public static T From<T>(Guid value) where T : struct, IId<T> => T.From(value);
}

internal readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId From(Guid value) => new(value);
}

internal readonly record struct OrganisationUnitId(Guid Value) : IId<OrganisationUnitId>
{
    public static OrganisationUnitId From(Guid value) => new(value);
}
