#include "scanner/examine/containers/database_values.h"

#include <algorithm>
#include <optional>

#include "base/checksum.h"
#include "scanner/examine/containers/named_digests.h"
#include "scanner/examine/containers/whole_picture.h"

namespace winnow {
namespace {

constexpr std::size_t kLeastMember = 64;
constexpr std::uint64_t kSlackBytes = 64 << 10;
constexpr std::uint64_t kDigestsAnEntry = 16;

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

// RFC 4648, either alphabet, with line ends; nothing if other characters are among it.
std::optional<std::vector<std::byte>> decode_base64(std::string_view text) {
  std::vector<std::byte> bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_line_end(text[i])) continue;
    if (text[i] == '=') break;
    const int value = base64_value(text[i]);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<std::byte>(bits >> held));
  }
  return bytes;
}

// Behind "data:image/jpeg;base64,", if the text begins so.
std::string_view without_data_scheme(std::string_view text) {
  constexpr std::string_view kEnd = ";base64,";
  if (text.substr(0, 5) != "data:") return text;
  const std::size_t end = text.substr(0, 256).find(kEnd);
  return end == std::string_view::npos ? text : text.substr(end + kEnd.size());
}

}  // namespace

DatabaseValues::DatabaseValues(const ContainerLimits& limits, MemberSink& sink,
                               std::uint64_t most_bytes)
    : gate_(limits, sink),
      sink_(sink),
      left_(most_bytes + kSlackBytes),
      digests_left_(limits.entries * kDigestsAnEntry) {}

bool DatabaseValues::spend(std::uint64_t bytes) {
  is_over_budget_ = is_over_budget_ || bytes > left_;
  if (!is_over_budget_) left_ -= bytes;
  return !is_over_budget_;
}

bool DatabaseValues::member(const std::string& name, Bytes bytes) {
  const bool is_new = known_.insert(checksum128_bytes(bytes)).second;
  return (is_only_new_ && !is_new) || gate_.member_in_memory(name, bytes);
}

bool DatabaseValues::blob(const ValuePlace& place, Bytes bytes) {
  if (!spend(bytes.size())) return false;
  name_digests(digests_in_blob(bytes, place.column), place);
  if (bytes.size() < kLeastMember) return true;
  if (!member(place.name, bytes)) return false;
  const Bytes head = bytes.first(std::min(bytes.size(), kTypeHeadBytes));
  if (begins_as_picture(bytes) || type_of(head, bytes.size()) != ContentType::other) {
    return true;
  }
  for (const PlacedPicture& picture : whole_pictures(bytes)) {
    if (!member(place.name + "@" + std::to_string(picture.offset),
                bytes.subspan(picture.offset, picture.length))) {
      return false;
    }
  }
  return true;
}

bool DatabaseValues::text(const ValuePlace& place, std::string_view text) {
  if (!spend(text.size())) return false;
  name_digests(digests_in_text(text, place.column), place);
  if (text.size() < kLeastMember) return true;
  const auto bytes = decode_base64(without_data_scheme(text));
  if (!bytes) return true;
  if (begins_as_picture(*bytes)) return member(place.name, *bytes);
  for (const PlacedPicture& picture : whole_pictures(*bytes)) {
    if (!member(place.name + "@" + std::to_string(picture.offset),
                Bytes(*bytes).subspan(picture.offset, picture.length))) {
      return false;
    }
  }
  return true;
}

void DatabaseValues::name_digests(const std::vector<Digest>& digests,
                                  const ValuePlace& place) {
  for (const Digest& digest : digests) {
    const bool is_new = named_.insert(digest).second;
    if (digests_left_ == 0 || (is_only_new_ && !is_new)) continue;
    if (--digests_left_ == 0) {
      gate_.note("it names more digests than are kept: those after them are left out");
      continue;
    }
    sink_.named_digest(digest, place.people);
  }
}

void DatabaseValues::only_new(std::uint64_t most_bytes) {
  is_only_new_ = true;
  left_ = most_bytes + kSlackBytes;
}

Result<void> DatabaseValues::outcome() const {
  if (is_over_budget_ && is_only_new_) {
    return Fault{
        FaultKind::too_big,
        "has more states of old than are looked at: those after them are left out",
        "",
        {}};
  }
  if (is_over_budget_) {
    return Fault{
        FaultKind::malformed, "has values of more bytes than it has itself", "", {}};
  }
  return gate_.outcome();
}

}  // namespace winnow
