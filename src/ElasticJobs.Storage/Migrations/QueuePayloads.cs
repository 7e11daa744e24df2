using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Migrations;

[DbContext(typeof(ElasticJobsDbContext))]
[Migration(Id)]
internal sealed class QueuePayloads : Migration
{
    public const string Id = "20261129170000_QueuePayloads";

    protected override void Up(MigrationBuilder migrationBuilder) => MigrationScript.Run(migrationBuilder, "queue_payloads");
}
