using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Migrations;

/// <summary>The SQL of a migration: one script a database, frozen once released. A test compares what they make with the model.</summary>
internal static class MigrationScript
{
    public static void Run(MigrationBuilder builder, string name)
    {
        var database = builder.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL" ? "postgres" : "sqlite";
        var resource = $"ElasticJobs.Storage.Migrations.Scripts.{name}.{database}.sql";
        using var stream = typeof(MigrationScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The migration script {resource} is not part of the program.");
        using var reader = new StreamReader(stream);
        builder.Sql(reader.ReadToEnd());
    }
}
