using System.Buffers;
using System.Text;

namespace ElasticJobs.Core.Queues;

/// <summary>
/// The protocol buffers of EAS's queue service, proto3: <c>DataFrameProto {1: uint64 index, 2: map&lt;string, string&gt; tags, 3: bytes data, 4: string message}</c>,
/// <c>DataFrameListProto {1: repeated DataFrameProto}</c>, <c>AttributesProto {1: map&lt;string, string&gt; attributes}</c>. Unknown fields are passed over.
/// </summary>
public static class FrameCodec
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    public static ReadOnlyMemory<byte> Encode(WireFrame frame)
    {
        var into = new ArrayBufferWriter<byte>(frame.Data.Length + 256);
        Write(into, frame);
        return into.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> EncodeList(IEnumerable<WireFrame> frames)
    {
        var into = new ArrayBufferWriter<byte>(1024);
        foreach (var frame in frames)
            Write(into, 1, Encode(frame).Span);
        return into.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> EncodeAttributes(IReadOnlyDictionary<string, string> attributes)
    {
        var into = new ArrayBufferWriter<byte>(1024);
        Write(into, 1, attributes);
        return into.WrittenMemory;
    }

    /// <exception cref="FormatException">It is no such message.</exception>
    public static WireFrame Decode(ReadOnlySpan<byte> message)
    {
        var (index, text, data) = (0ul, "", Array.Empty<byte>());
        var tags = new Dictionary<string, string>();
        while (Next(ref message, out var field, out var number, out var content))
        {
            switch (field)
            {
                case 1:
                    index = number;
                    break;
                case 2:
                    ReadEntry(content, tags);
                    break;
                case 3:
                    data = content.ToArray();
                    break;
                case 4:
                    text = Encoding.UTF8.GetString(content);
                    break;
                default:
                    break;
            }
        }

        return new WireFrame(index, tags, data, text);
    }

    /// <exception cref="FormatException">It is no such message.</exception>
    public static IReadOnlyList<WireFrame> DecodeList(ReadOnlySpan<byte> message)
    {
        var frames = new List<WireFrame>();
        while (Next(ref message, out var field, out _, out var content))
        {
            if (field == 1)
                frames.Add(Decode(content));
        }

        return frames;
    }

    /// <exception cref="FormatException">It is no such message.</exception>
    public static IReadOnlyDictionary<string, string> DecodeAttributes(ReadOnlySpan<byte> message)
    {
        var attributes = new Dictionary<string, string>();
        while (Next(ref message, out var field, out _, out var content))
        {
            if (field == 1)
                ReadEntry(content, attributes);
        }

        return attributes;
    }

    private static void Write(ArrayBufferWriter<byte> into, WireFrame frame)
    {
        // A field that has its default is not written.
        if (frame.Index != 0)
        {
            WriteVarint(into, (1 << 3) | Varint);
            WriteVarint(into, frame.Index);
        }

        Write(into, 2, frame.Tags);
        if (frame.Data.Length > 0)
            Write(into, 3, frame.Data.Span);
        if (frame.Message.Length > 0)
            Write(into, 4, Encoding.UTF8.GetBytes(frame.Message));
    }

    private static void Write(ArrayBufferWriter<byte> into, int field, IReadOnlyDictionary<string, string> entries)
    {
        var entry = new ArrayBufferWriter<byte>(128);
        foreach (var (key, value) in entries)
        {
            entry.ResetWrittenCount();
            Write(entry, 1, Encoding.UTF8.GetBytes(key));
            Write(entry, 2, Encoding.UTF8.GetBytes(value));
            Write(into, field, entry.WrittenSpan);
        }
    }

    private static void Write(ArrayBufferWriter<byte> into, int field, ReadOnlySpan<byte> content)
    {
        WriteVarint(into, ((ulong)field << 3) | Bytes);
        WriteVarint(into, (ulong)content.Length);
        into.Write(content);
    }

    private static void WriteVarint(ArrayBufferWriter<byte> into, ulong value)
    {
        var span = into.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        into.Advance(length);
    }

    private static void ReadEntry(ReadOnlySpan<byte> entry, Dictionary<string, string> into)
    {
        var (key, value) = ("", "");
        while (Next(ref entry, out var field, out _, out var content))
        {
            if (field == 1)
                key = Encoding.UTF8.GetString(content);
            else if (field == 2)
                value = Encoding.UTF8.GetString(content);
        }

        into[key] = value;
    }

    /// <returns>False: the message has no more fields.</returns>
    private static bool Next(ref ReadOnlySpan<byte> message, out int field, out ulong number, out ReadOnlySpan<byte> content)
    {
        (field, number) = (0, 0);
        content = default;
        if (message.IsEmpty)
            return false;
        var tag = ReadVarint(ref message);
        field = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case Varint:
                number = ReadVarint(ref message);
                break;
            case Fixed64:
                Take(ref message, sizeof(ulong));
                break;
            case Bytes:
                content = Take(ref message, ReadVarint(ref message));
                break;
            case Fixed32:
                Take(ref message, sizeof(uint));
                break;
            default:
                throw new FormatException("A field of the message has a type that there is not.");
        }

        return true;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, ulong length)
    {
        if (length > (ulong)message.Length)
            throw new FormatException("The message ends in the middle of a field.");
        var taken = message[..(int)length];
        message = message[(int)length..];
        return taken;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var (i, shift) = (0, 0); shift < 64; i++, shift += 7)
        {
            if (i >= message.Length)
                throw new FormatException("The message ends in the middle of a number.");
            value |= (ulong)(message[i] & 0x7f) << shift;
            if (message[i] >= 0x80)
                continue;
            message = message[(i + 1)..];
            return value;
        }

        throw new FormatException("A number of the message is too long.");
    }
}
