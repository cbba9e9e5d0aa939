#include "scanner/examine/containers/sqlite_record.h"

#include <algorithm>
#include <optional>

namespace winnow {
namespace {

constexpr std::uint8_t kTableLeaf = 0x0D;
constexpr std::size_t kDatabaseHeadBytes = 100;
constexpr std::size_t kLeafHeadBytes = 8;
constexpr std::size_t kMostColumns = 32'768;

// A number of one to nine bytes, seven bits of each but the ninth; `at` moves behind
// it.
std::optional<std::uint64_t> take_varint(Bytes bytes, std::uint64_t& at) {
  std::uint64_t value = 0;
  for (int i = 0; i < 9; ++i) {
    const auto byte = read_le<std::uint8_t>(bytes, at);
    if (!byte) return std::nullopt;
    ++at;
    if (i == 8) return value << 8 | *byte;
    value = value << 7 | (*byte & 0x7Fu);
    if ((*byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

std::uint64_t bytes_of_serial(std::uint64_t serial) {
  constexpr std::uint8_t kNumbers[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  return serial < 12 ? kNumbers[serial] : (serial - 12) / 2;
}

// Nothing if the payload is no record.
std::optional<std::vector<SqliteValue>> values_of(Bytes payload) {
  std::uint64_t at = 0;
  const auto head_bytes = take_varint(payload, at);
  if (!head_bytes || *head_bytes > payload.size() || *head_bytes < at) return {};
  const Bytes head = payload.first(static_cast<std::size_t>(*head_bytes));
  std::uint64_t body = *head_bytes;
  std::vector<SqliteValue> values;
  while (at < head.size() && values.size() < kMostColumns) {
    const auto serial = take_varint(head, at);
    if (!serial || *serial == 10 || *serial == 11) return {};
    const std::uint64_t length = bytes_of_serial(*serial);
    const std::uint64_t there =
        body < payload.size() ? std::min<std::uint64_t>(length, payload.size() - body)
                              : 0;
    SqliteValue value;
    if (*serial >= 12) {
      value.kind = *serial % 2 == 0 ? SqliteKind::blob : SqliteKind::text;
      value.bytes = part(payload, there == 0 ? 0 : body, there).value_or(Bytes());
    }
    values.push_back(value);
    body += there;
  }
  return values;
}

// How much of a payload lies in the page itself.
std::size_t local_bytes(std::uint64_t payload, std::size_t usable) {
  const std::size_t most = usable - 35;
  if (payload <= most) return static_cast<std::size_t>(payload);
  const std::size_t least = (usable - 12) * 32 / 255 - 23;
  const std::size_t fitting =
      least + static_cast<std::size_t>((payload - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

// The rest of a payload, out of a chain of pages, as far as these can be had.
void append_overflow(std::uint32_t page, std::uint64_t length, std::size_t usable,
                     const SqlitePageReader& read_page,
                     std::vector<std::byte>& payload) {
  while (payload.size() < length) {
    if (page == 0) return;
    const auto bytes = read_page(page);
    if (!bytes || bytes->size() < usable) return;
    const std::size_t count = static_cast<std::size_t>(
        std::min<std::uint64_t>(usable - 4, length - payload.size()));
    payload.insert(payload.end(), bytes->begin() + 4,
                   bytes->begin() + 4 + static_cast<std::ptrdiff_t>(count));
    page = be<std::uint32_t>(*bytes, 0);
  }
}

}  // namespace

bool for_each_record(Bytes page, std::size_t usable, bool first, std::uint64_t most,
                     const SqlitePageReader& read_page,
                     const std::function<bool(const SqliteRecord&)>& use) {
  const std::size_t start = first ? kDatabaseHeadBytes : 0;
  if (usable < 480 || usable > page.size() ||
      read_le<std::uint8_t>(page, start) != kTableLeaf) {
    return true;
  }
  const std::uint64_t cells = be<std::uint16_t>(page, start + 3);
  std::size_t taken = 0;
  for (std::uint64_t i = 0; i < cells; ++i) {
    std::uint64_t at = be<std::uint16_t>(page, start + kLeafHeadBytes + 2 * i);
    const Bytes whole = page.first(usable);
    const auto length = take_varint(whole, at);
    const auto row = length ? take_varint(whole, at) : std::nullopt;
    if (!row || *length == 0 || *length > most) continue;
    const std::size_t local = local_bytes(*length, usable);
    const auto here = part(whole, at, local);
    if (!here) continue;
    // Cells of one page that overlap would make it endless.
    taken += local;
    if (taken > usable) break;
    SqliteRecord record;
    record.row = *row;
    std::vector<std::byte> payload(here->begin(), here->end());
    if (local < *length) {
      append_overflow(be<std::uint32_t>(page, at + local), *length, usable, read_page,
                      payload);
    }
    record.payload_bytes = payload.size();
    if (auto values = values_of(payload)) record.values = *std::move(values);
    if (!use(record)) return false;
  }
  return true;
}

}  // namespace winnow
