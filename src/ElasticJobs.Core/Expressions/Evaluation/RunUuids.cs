using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Uuids that come out the same when a field is rendered again after a crash: SHA-256 of run, field, fan-out index and call, in the form of RFC 4122 version 4.</summary>
internal static class RunUuids
{
    public static Guid Derive(ExpressionScope scope, int call)
    {
        var seed = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string>)[scope.RunId, scope.FieldPath])
        {
            // Lengths keep ("a", "bc") and ("ab", "c") apart.
            seed.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        }

        seed.Append(CultureInfo.InvariantCulture, $"{scope.Index ?? -1};{call}");
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(seed.ToString())).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
