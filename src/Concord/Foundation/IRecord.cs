namespace Concord.Foundation;

/// <summary>A record people can name: <c>RISK-0042</c>. Its version rises with every change and guards against lost updates.</summary>
internal interface IRecord
{
    string Ref { get; }

    int Version { get; }
}

/// <summary>A record that belongs to a part of the organisation. Every query passes the filter on this unit.</summary>
internal interface IScoped
{
    OrganisationUnitId UnitId { get; }
}

/// <summary>A record with personal values: in the journal they stand as hashes with this key, so that erasing the key erases them there.</summary>
internal interface IHoldsPersonalValues
{
    byte[] Salt { get; }
}
