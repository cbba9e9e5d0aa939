#include "hashsets/lists/json_entry.h"

#include <array>

#include "base/text_pieces.h"

namespace winnow {
namespace {

// More than any digest, and enough for a person.
constexpr std::size_t kShown = 160;

struct NamedHash {
  std::string_view name;
  HashKey key;
};
constexpr std::array kHashes = {
    NamedHash{"md5", HashKey::md5},         NamedHash{"sha1", HashKey::sha1},
    NamedHash{"sha-1", HashKey::sha1},      NamedHash{"sha256", HashKey::sha256},
    NamedHash{"sha-256", HashKey::sha256},  NamedHash{"pdq", HashKey::pdq},
    NamedHash{"photodna", HashKey::unused}, NamedHash{"sha224", HashKey::unused},
    NamedHash{"sha-224", HashKey::unused},  NamedHash{"sha384", HashKey::unused},
    NamedHash{"sha-384", HashKey::unused},  NamedHash{"sha512", HashKey::unused},
    NamedHash{"sha-512", HashKey::unused},  NamedHash{"sha3-256", HashKey::unused},
    NamedHash{"sha3-512", HashKey::unused}, NamedHash{"ssdeep", HashKey::unused},
    NamedHash{"tlsh", HashKey::unused},
};

}  // namespace

HashKey hash_key(std::string_view name) {
  // Most keys are others, and this is asked of each.
  constexpr std::string_view kFirstLetters = "msptMSPT";
  if (name.empty() || kFirstLetters.find(name[0]) == std::string_view::npos) {
    return HashKey::none;
  }
  for (const NamedHash& hash : kHashes) {
    if (same_key(name, hash.name)) return hash.key;
  }
  return HashKey::none;
}

std::optional<std::uint64_t> size_of_json(const JsonScalar& scalar) {
  if (scalar.kind == JsonScalar::Kind::text) return parse_size(trimmed(scalar.text));
  if (scalar.kind != JsonScalar::Kind::integer || scalar.integer < 0) return {};
  return static_cast<std::uint64_t>(scalar.integer);
}

void JsonEntry::clear() {
  row_ = ListRow();
  failure_.reset();
  any_ = unused_ = bad_pdq_ = false;
  shown_.clear();
}

void JsonEntry::show(std::string_view text) {
  shown_ = text.substr(0, kShown);
}

void JsonEntry::fail(RowReason reason, std::string_view text) {
  if (failure_) return;
  failure_ = reason;
  show(text);
}

void JsonEntry::add(HashKey key, const JsonScalar& scalar) {
  if (key == HashKey::none || scalar.kind == JsonScalar::Kind::null) return;
  if (scalar.kind != JsonScalar::Kind::text) {
    if (key == HashKey::unused) {
      unused_ = true;
    } else {
      fail(RowReason::not_a_digest, "a digest that is not text");
    }
    return;
  }
  const std::string_view text = trimmed(scalar.text);
  if (text.empty()) return;
  switch (key) {
    case HashKey::md5:
      return add_digest(Algorithm::md5, text);
    case HashKey::sha1:
      return add_digest(Algorithm::sha1, text);
    case HashKey::sha256:
      return add_digest(Algorithm::sha256, text);
    case HashKey::pdq:
      return add_pdq(text);
    default:
      unused_ = true;
  }
}

void JsonEntry::add_digest(Algorithm algorithm, std::string_view text) {
  const auto digest = parse_digest(text);
  if (!digest || digest->algorithm != algorithm) {
    return fail(RowReason::not_a_digest, text);
  }
  const auto& known = row_.digests.get(algorithm);
  if (known && *known != *digest) return fail(RowReason::two_values, text);
  row_.digests.set(*digest);
  if (!any_ && !failure_) show(text);
  any_ = true;
}

// A PDQ hash that says nothing costs the entry only that hash: unlike a digest it is no
// sign that the entry was damaged.
void JsonEntry::add_pdq(std::string_view text) {
  const auto pdq = parse_pdq(text);
  if (!pdq) {
    bad_pdq_ = true;
    return;
  }
  if (row_.pdq && *row_.pdq != *pdq) return fail(RowReason::two_values, text);
  row_.pdq = pdq;
  if (!any_ && !failure_) show(text);
  any_ = true;
}

std::optional<RowReason> JsonEntry::refused() const {
  if (failure_) return failure_;
  if (any_) return {};
  if (bad_pdq_) return RowReason::not_a_digest;
  return unused_ ? RowReason::unused_algorithm : RowReason::no_digest;
}

void JsonEntry::give(RowSink& sink, const RowPlace& place) {
  if (const auto reason = refused()) return sink.reject(*reason, place);
  sink.take(row_, place);
  if (unused_ || bad_pdq_) sink.reject(RowReason::unused_value, place);
}

}  // namespace winnow
