#include "tests/evidence/ewf2_writer.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "base/digester.h"
#include "base/file.h"

namespace winnow {
namespace {

enum Type : std::uint32_t {
  kDevice = 1,
  kCase = 2,
  kSectors = 3,
  kTable = 4,
  kErrors = 5,
  kMd5 = 8,
  kSha1 = 9,
  kNext = 13,
  kDone = 15,
};

constexpr std::uint32_t kCompressed = 1;
constexpr std::uint32_t kChecksum = 2;
constexpr std::uint32_t kPattern = 4;

template <typename T>
void put(std::string& out, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out += static_cast<char>(number >> (8 * i) & 0xFF);
  }
}

std::uint32_t adler_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      ::adler32_z(1, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

void pad(std::string& out, std::size_t boundary = 16) {
  while (out.size() % boundary != 0) out += '\0';
}

std::string deflated(std::string_view bytes) {
  std::string packed(::compressBound(bytes.size()), '\0');
  uLongf length = packed.size();
  ::compress(reinterpret_cast<Bytef*>(packed.data()), &length,
             reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  packed.resize(length);
  return packed;
}

void overwrite(std::string& file, std::size_t offset, std::string_view bytes) {
  file.replace(offset, bytes.size(), bytes);
}

void put_checksum_at(std::string& file, std::size_t offset, std::string_view summed) {
  std::string sum;
  put(sum, adler_of(summed));
  overwrite(file, offset, sum);
}

// One segment file in the making.
class SegmentWriter {
 public:
  SegmentWriter(std::size_t number) : file_("EVF2\r\n\x81\x00\x02\x01\x01\x00", 12) {
    put(file_, static_cast<std::uint32_t>(number));
    file_ += "one image's set.";
  }

  [[nodiscard]] std::size_t size() const { return file_.size(); }
  void put_section(Type type, const std::string& data) {
    file_ += data;
    end_section(type, data.size());
  }
  // The data were appended already.
  void end_section(Type type, std::size_t length) {
    const std::size_t before = file_.size();
    pad(file_);
    const std::size_t padding = file_.size() - before;
    const std::size_t at = file_.size();
    put(file_, static_cast<std::uint32_t>(type));
    // EnCase leaves the sectors without an MD5: their chunks have checksums.
    put(file_, std::uint32_t{type == kSectors || length == 0 ? 0u : 1u});
    put(file_, static_cast<std::uint64_t>(previous_));
    put(file_, static_cast<std::uint64_t>(length + padding));
    put(file_, std::uint32_t{64});
    put(file_, static_cast<std::uint32_t>(padding));
    file_.append(32, '\0');
    reseal_ewf2(file_, at);
    previous_ = at;
  }
  std::string& bytes() { return file_; }

 private:
  std::string file_;
  std::size_t previous_ = 0;
};

std::string values_text(std::string_view tags, const std::string& values, bool packed) {
  std::string text = "\xff\xfe";
  const std::string plain = "1\nmain\n" + std::string(tags) + "\n" + values + "\n\n";
  for (const char c : plain) {
    text += c;
    text += '\0';
  }
  return packed ? deflated(text) : text;
}

std::string device_text(std::size_t bytes, const Ewf2Shape& shape) {
  return values_text(
      "sn\tmd\tlb\tts\ths\tdc\tdt\tpid\trs\tls\tbp\tph",
      "S-123\tInvented disk\t\t" + std::to_string(bytes / shape.bytes_per_sector) +
          "\t\t\tf\t\t\t\t" + std::to_string(shape.bytes_per_sector) + "\t1",
      shape.compress_text);
}

std::string case_text(std::size_t chunks, const Ewf2Shape& shape) {
  return values_text("nm\tcn\ten\tex\tnt\tav\tos\ttt\tat\ttb\tcp\tsb\tgr\twb",
                     "description\tcase 7\tE1\tA. Examiner\ttwo\x01lines\t1.0\tDebian\t"
                     "1700000000\t1700000001\t" +
                         std::to_string(chunks) + "\t1\t" +
                         std::to_string(shape.sectors_per_chunk) + "\t1\t",
                     shape.compress_text);
}

struct Entry {
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t flags = 0;
};

Entry put_chunk(std::string& file, std::string_view chunk, const Ewf2Shape& shape) {
  const std::string_view pattern = chunk.substr(0, 8);
  if (shape.pattern_fill && chunk.size() % 8 == 0 &&
      chunk.substr(8) == chunk.substr(0, chunk.size() - 8)) {
    return {le<std::uint64_t>(bytes_of(pattern), 0), 0, kCompressed | kPattern};
  }
  Entry entry{file.size(), 0, kChecksum};
  const std::string packed = shape.compress ? deflated(chunk) : std::string();
  if (shape.compress && packed.size() < chunk.size()) {
    entry.flags = kCompressed;
    file += packed;
  } else {
    file += chunk;
    put(file, adler_of(chunk));
  }
  entry.length = static_cast<std::uint32_t>(file.size() - entry.offset);
  pad(file);
  return entry;
}

std::string table_data(std::uint64_t first, const std::vector<Entry>& entries) {
  std::string data;
  put(data, first);
  put(data, static_cast<std::uint32_t>(entries.size()));
  data.append(20, '\0');
  for (const Entry& entry : entries) {
    put(data, entry.offset);
    put(data, entry.length);
    put(data, entry.flags);
  }
  data.append(16, '\0');
  return data;  // end_section() fills in the checksums
}

void put_ending(SegmentWriter& segment, Bytes content, const Ewf2Shape& shape) {
  if (!shape.bad_sectors.empty()) {
    std::string data;
    put(data, static_cast<std::uint32_t>(shape.bad_sectors.size()));
    data.append(28, '\0');
    for (const auto& [sector, count] : shape.bad_sectors) {
      put(data, sector);
      put(data, std::uint64_t{count});
    }
    data.append(16, '\0');
    segment.put_section(kErrors, data);
  }
  for (const Algorithm algorithm : {Algorithm::md5, Algorithm::sha1}) {
    std::string data(text_of(digest_of(algorithm, content).bytes()));
    data.append(4, '\0');
    segment.put_section(algorithm == Algorithm::md5 ? kMd5 : kSha1, data);
  }
  segment.put_section(kDone, "");
}

}  // namespace

void reseal_ewf2(std::string& segment, std::size_t descriptor) {
  const Bytes old = bytes_of(segment);
  const auto type = le<std::uint32_t>(old, descriptor);
  const auto flags = le<std::uint32_t>(old, descriptor + 4);
  const auto length = le<std::uint64_t>(old, descriptor + 16);
  const auto sum = [&](std::size_t from, std::size_t bytes) {
    put_checksum_at(segment, from + bytes,
                    std::string_view(segment).substr(from, bytes));
  };
  if (length <= descriptor) {
    const std::size_t data = descriptor - static_cast<std::size_t>(length);
    if (type == kTable || type == kErrors) {
      const std::size_t count = le<std::uint32_t>(old, data + (type == kTable ? 8 : 0));
      sum(data, 16);
      if (count <= length / 16) sum(data + 32, count * 16);
    }
    if (type == kMd5) sum(data, 16);
    if (type == kSha1) sum(data, 20);
    if ((flags & 1) != 0) {
      const Digest digest =
          digest_of(Algorithm::md5, bytes_of(segment).subspan(data, descriptor - data));
      overwrite(segment, descriptor + 32, text_of(digest.bytes()));
    }
  }
  sum(descriptor, 60);
}

MadeEwf2 make_ewf2(Bytes content, const Ewf2Shape& shape) {
  const std::size_t chunk = shape.bytes_per_sector * shape.sectors_per_chunk;
  const std::size_t chunks = (content.size() + chunk - 1) / chunk;
  MadeEwf2 made;
  for (std::size_t done = 0; done < chunks;) {
    SegmentWriter segment(made.segments.size() + 1);
    segment.put_section(kDevice, device_text(content.size(), shape));
    segment.put_section(kCase, case_text(chunks, shape));
    do {
      const std::size_t start = segment.size();
      const std::size_t first = done;
      std::vector<Entry> entries;
      while (done < chunks && entries.size() < shape.chunks_per_table &&
             (entries.empty() || segment.size() < shape.bytes_per_segment)) {
        const std::size_t from = done++ * chunk;
        std::string bytes(
            text_of(content.subspan(from, std::min(chunk, content.size() - from))));
        if (shape.fill_last_chunk) bytes.resize(chunk, '\0');
        made.chunks.emplace_back(made.segments.size(), segment.size());
        entries.push_back(put_chunk(segment.bytes(), bytes, shape));
      }
      segment.end_section(kSectors, segment.size() - start);
      segment.put_section(kTable, table_data(first, entries));
    } while (done < chunks && segment.size() < shape.bytes_per_segment);
    if (done < chunks) {
      segment.put_section(kNext, "");
    } else {
      put_ending(segment, content, shape);
    }
    made.segments.push_back(std::move(segment.bytes()));
  }
  return made;
}

bool write_ewf2(const std::string& raw_path, const std::string& first_segment_path,
                std::uint64_t bytes_per_segment) {
  const auto raw = read_whole_file(raw_path, std::uint64_t{1} << 32);
  if (!raw || raw->empty() || raw->size() % 512 != 0) return false;
  Ewf2Shape shape;
  shape.bytes_per_segment = bytes_per_segment;
  const MadeEwf2 made = make_ewf2(bytes_of(*raw), shape);
  // Ex01 ... Ex99, ExAA ... ExZZ
  if (first_segment_path.size() < 2 || made.segments.size() > 99 + 26 * 26)
    return false;
  for (std::size_t i = 0; i < made.segments.size(); ++i) {
    std::string path = first_segment_path;
    const std::size_t number = i < 99 ? i + 1 : i - 99;
    const std::size_t base = i < 99 ? 10 : 26;
    const char zero = i < 99 ? '0' : 'A';
    path[path.size() - 2] = static_cast<char>(zero + static_cast<char>(number / base));
    path[path.size() - 1] = static_cast<char>(zero + static_cast<char>(number % base));
    if (!replace_file(path, bytes_of(made.segments[i]))) return false;
  }
  return true;
}

}  // namespace winnow
