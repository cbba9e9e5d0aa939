// EnCase hash sets of the old kind (.hash), little-endian:
//
//   0x000  "HASH\r\n\xFF\0"     0x008  u32 version    0x010  u32 number of records
//   0x408  the set's name, UTF-16, not used
//   0x480  records of 18 bytes: an MD5 and two zero bytes
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/text.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::string_view kMagic("HASH\r\n\xFF\0", 8);
constexpr std::size_t kHeaderLength = 0x480;
constexpr std::size_t kRecordLength = 18;
constexpr std::size_t kMd5Length = 16;
constexpr std::size_t kRecordsAtOnce = 4096;

// Fills the target unless the source ends before; the number of bytes there.
Result<std::size_t> read_up_to(ListSource& source, MutableBytes target) {
  std::size_t done = 0;
  while (done < target.size()) {
    const auto got = source.read(target.subspan(done));
    if (!got) return got.error();
    if (*got == 0) break;
    done += *got;
  }
  return done;
}

void take_record(Bytes record, std::uint64_t offset, RowSink& sink) {
  const std::string shown = to_hex(record);
  const RowPlace place(RowPlace::Unit::byte, offset, shown);
  const auto digest = make_digest(Algorithm::md5, record.first(kMd5Length));
  if (!digest || !all_zero(record.subspan(kMd5Length))) {
    return sink.reject(RowReason::not_a_digest, place);
  }
  ListRow row;
  row.digests.set(*digest);
  sink.take(row, place);
}

Result<void> check_length(const ListSource& source, std::uint64_t stated,
                          std::uint64_t records, std::size_t left_over) {
  if (records == stated && left_over == 0) return {};
  const bool cut = records < stated;
  return Fault{cut ? FaultKind::truncated : FaultKind::malformed,
               std::string(cut ? "is truncated" : "is damaged") +
                   ": an EnCase hash set of " + grouped(stated) +
                   " digests with room for " + grouped(records) +
                   "; nothing was imported, get a whole copy of it",
               source.name(), source.size()};
}

}  // namespace

bool looks_like_encase_hash(Bytes head) {
  return has_magic(head, 0, kMagic);
}

Result<void> import_encase_hash(ListSource& source, const ImportOptions& /*options*/,
                                RowSink& sink) {
  std::array<std::byte, kHeaderLength> header{};
  const auto got = read_up_to(source, header);
  if (!got) return got.error();
  if (*got < header.size() || !looks_like_encase_hash(header)) {
    return Fault{FaultKind::truncated,
                 "ends within the header of an EnCase hash set; get a whole copy of it",
                 source.name(), source.size()};
  }
  const std::uint64_t stated = le<std::uint32_t>(header, 0x10);
  std::vector<std::byte> buffer(kRecordsAtOnce * kRecordLength);
  std::uint64_t records = 0;
  std::size_t left_over = 0;
  do {
    const auto filled = read_up_to(source, buffer);
    if (!filled) return filled.error();
    const std::size_t count = *filled / kRecordLength;
    left_over = *filled % kRecordLength;
    for (std::size_t i = 0; i < count; ++i) {
      take_record(Bytes(buffer).subspan(i * kRecordLength, kRecordLength),
                  kHeaderLength + (records + i) * kRecordLength, sink);
    }
    records += count;
    if (*filled < buffer.size()) break;
  } while (true);
  return check_length(source, stated, records, left_over);
}

}  // namespace winnow
