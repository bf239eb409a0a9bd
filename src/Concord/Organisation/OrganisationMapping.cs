using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Organisation;

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.HasKey(p => p.Id);
        person.HasIndex(p => p.Ref).IsUnique();
        person.HasIndex(p => p.Email).IsUnique();
        person.Property(p => p.Name).IsPersonal();
        person.Property(p => p.Email).IsPersonal();
        person.Property(p => p.Salt).StaysOutOfJournal();
        person.HasMany(p => p.Roles).WithOne().HasForeignKey(role => role.PersonId);
    }
}

internal sealed class RoleAssignmentMapping : IEntityTypeConfiguration<RoleAssignment>
{
    public void Configure(EntityTypeBuilder<RoleAssignment> assignment) => assignment.HasKey(role => role.Id);
}

internal sealed class OrganisationUnitMapping : IEntityTypeConfiguration<OrganisationUnit>
{
    public void Configure(EntityTypeBuilder<OrganisationUnit> unit)
    {
        unit.HasKey(u => u.Id);
        unit.HasIndex(u => u.Ref).IsUnique();
    }
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.HasKey(k => k.Id);
        key.HasIndex(k => k.Ref).IsUnique();
        key.HasIndex(k => k.Hash).IsUnique();
        key.HasIndex(k => k.PersonId);
    }
}

internal sealed class OneTimeLinkMapping : IEntityTypeConfiguration<OneTimeLink>
{
    public void Configure(EntityTypeBuilder<OneTimeLink> link)
    {
        link.HasKey(l => l.Hash);
        link.HasIndex(l => l.PersonId);
        link.IsNotJournalled("sign-in: links that work once; who signed in is an entry of its own");
    }
}

internal sealed class SignInAccountMapping : IEntityTypeConfiguration<SignInAccount>
{
    public void Configure(EntityTypeBuilder<SignInAccount> account) => account.HasIndex(a => a.PersonId).IsUnique();
}
