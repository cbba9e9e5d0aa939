// HashSet: a compiled set of known digests (`.wset`), mapped read-only.
//
// The layout is written down in hashsets/wset_format.md. Nothing in the file is
// trusted: every offset and length is checked when the set is opened, and each part's
// checksum when it is first touched; a part that fails it makes the look-up a Fault,
// never an answer. Opening costs the same whatever the size of the set. Safe to use
// from any thread.
#ifndef WINNOW_HASHSETS_HASH_SET_H_
#define WINNOW_HASHSETS_HASH_SET_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/pdq_hash.h"
#include "base/result.h"
#include "hashsets/content_blocks.h"
#include "hashsets/pdq_table.h"

namespace winnow {

// What the operator declared the set to be. Only notable sets yield findings.
enum class SetType : std::uint8_t { notable = 0, known = 1, ignore = 2 };
[[nodiscard]] const char* to_string(SetType type);
[[nodiscard]] std::optional<SetType> parse_set_type(std::string_view word);

// What a set says of one of its entries. Codes have a meaning only within their
// profile.
struct SetEntry {
  std::string profile;               // "" if the set has no categories
  std::optional<std::int64_t> code;  // absent, and zero, are different statements
  std::string label;
  std::string source;         // name of the source file the entry came from
  bool counts_as_hit = true;  // false if the profile says that its category is none
};

// An answer to "is this content listed?".
struct SetMatch {
  std::uint32_t entry = 0;               // number of the entry in its set
  Algorithm algorithm = Algorithm::md5;  // the strongest digest that agreed
  // Another digest of the same entry contradicts: an inconsistent list, never a hit.
  bool inconsistent = false;
  bool counts_as_hit = true;  // of the entry
};

// The distance within which two PDQ hashes are called near.
inline constexpr unsigned kPdqDistance = 31;

// The hashes of one picture as it is and turned, as far as they are known; by
// PdqVariant.
using PdqVariants = std::array<std::optional<PdqHash>, kPdqVariants>;

// An entry that is near one of a picture's variants.
struct PdqVariantMatch {
  std::uint32_t distance = 0;
  std::uint32_t entry = 0;
  PdqVariant variant = PdqVariant::original;  // the nearest, then the first
  auto operator<=>(const PdqVariantMatch&) const = default;
};

// How far the sizes of a set can be relied on.
enum class SizeRule : std::uint8_t {
  none,     // an entry has no size: a file of any size may be listed
  stated,   // all have one, but some only because a list says so
  learned,  // all were taken from the contents themselves
};
[[nodiscard]] const char* to_string(SizeRule rule);  // "none", "stated", "learned"
// What the sizes say of a file that is live, whole and stored as it is; of any other
// they say nothing.
enum class SizeAnswer : std::uint8_t {
  may_match,     // an entry has its size, or one has none
  unlikely,      // no entry has its size, if the lists are right
  cannot_match,  // no entry has its size
};

// A content that has a block.
struct BlockUse {
  std::uint32_t entry = 0;
  // The number of the block in the content, from 0, the first if it stands there more
  // than once; nothing if the set was made before sets kept it.
  std::optional<std::uint32_t> index;
  bool operator==(const BlockUse&) const = default;
};

class HashSet {
 public:
  // Maps the file behind `fd`, which may be closed afterwards; `name` is for faults.
  [[nodiscard]] static Result<HashSet> open(int fd, const std::string& name);
  HashSet(HashSet&&) noexcept;
  HashSet& operator=(HashSet&&) noexcept;
  ~HashSet();

  [[nodiscard]] const std::string& name() const;  // as declared when it was built
  [[nodiscard]] SetType type() const;
  [[nodiscard]] const std::string& id() const;  // hex; the same content has the same id
  [[nodiscard]] std::uint64_t entry_count() const;
  [[nodiscard]] std::uint64_t digest_count(Algorithm algorithm) const;
  [[nodiscard]] std::uint64_t pdq_count() const;
  [[nodiscard]] AlgorithmSet algorithms() const;
  [[nodiscard]] const std::string& import_record_json() const;  // formats.md 3.5

  // Where several entries have the digest: one that states a category before one that
  // does not, then the first of the list.
  [[nodiscard]] Result<std::optional<std::uint32_t>> find(const Digest& digest) const;
  // The same of many digests of one algorithm, several times as fast: for each, its
  // entry or nothing.
  [[nodiscard]] Result<std::vector<std::optional<std::uint32_t>>> find_all(
      std::span<const Digest> digests) const;
  // The entry that the strongest of these digests names (SHA-256, then SHA-1, then
  // MD5), passing over entries that another of them contradicts; one of those, marked
  // inconsistent, only if there is no other.
  [[nodiscard]] Result<std::optional<SetMatch>> find(const Digests& digests) const;
  // Every entry whose PDQ hash is within `distance` bits of each query; see PdqTable.
  [[nodiscard]] Result<std::vector<PdqMatch>> find_pdq(std::span<const PdqHash> queries,
                                                       unsigned distance) const;
  // Every entry within `distance` bits of some variant of a picture, once: the nearest
  // first, then by entry.
  [[nodiscard]] Result<std::vector<PdqVariantMatch>> find_pdq(
      const PdqVariants& variants, unsigned distance) const;
  [[nodiscard]] Result<SetEntry> entry(std::uint32_t number) const;

  // How many different sizes, keys of head blocks and blocks the set has; of a set that
  // was not learned, no keys. With SizeRule::learned every entry has its head block.
  [[nodiscard]] std::uint64_t size_count() const;
  [[nodiscard]] std::uint64_t head_block_count() const;
  [[nodiscard]] std::uint64_t block_count() const;
  [[nodiscard]] Result<SizeRule> size_rule() const;
  [[nodiscard]] Result<SizeAnswer> ask_size(std::uint64_t size_bytes) const;
  // An entry whose content begins so, or has this block: where several have it, the
  // most severe, then the first. A block is a lead, not a match.
  [[nodiscard]] Result<std::optional<std::uint32_t>> find_head_block(
      const HeadKey& key) const;
  [[nodiscard]] Result<std::optional<std::uint32_t>> find_block(
      const BlockKey& key) const;
  // The same of many.
  [[nodiscard]] Result<std::vector<std::optional<std::uint32_t>>> find_head_blocks(
      std::span<const HeadKey> keys) const;
  [[nodiscard]] Result<std::vector<std::optional<std::uint32_t>>> find_blocks(
      std::span<const BlockKey> keys) const;

  // All contents that have this block, at most wset::kMostSharing, by entry: of a
  // content with several entries the first, which is its most severe. An index lies
  // within the content if its size is known.
  [[nodiscard]] Result<std::vector<BlockUse>> block_uses(const BlockKey& key) const;
  // The size of an entry's content in bytes, where it was learned or the lists agree on
  // it; nothing else, and nothing if the set was made before sets kept it.
  [[nodiscard]] Result<std::optional<std::uint64_t>> size_of(std::uint32_t entry) const;
  // Of a million bytes of the learned contents, how many lie in a block that has a key.
  // Nothing if the set was not learned, or was made before sets kept it.
  [[nodiscard]] Result<std::optional<std::uint32_t>> probative_share_ppm() const;

  // Checks every page and the id against the content: reads the whole file.
  [[nodiscard]] Result<void> verify() const;

 private:
  struct State;
  explicit HashSet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_HASH_SET_H_
