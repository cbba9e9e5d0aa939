// Little-endian: u64 flags (the low byte is the version, 1), u64 n, f64 p, u64 k,
// u64 m bits, u64 inserted, then ceil(m / 64) u64 words, then data of the maker's.
#include "hashsets/lists/bloom_file.h"

#include <bit>
#include <cmath>
#include <utility>

namespace winnow {
namespace {

constexpr std::size_t kHeaderLength = 48;
constexpr std::uint64_t kVersion = 1;
// Of a filter that errs once in 2^64 times; more would only cost time.
constexpr std::uint64_t kMostHashes = 64;
// 2^50 bits are 128 TiB.
constexpr std::uint64_t kMostBits = std::uint64_t{1} << 50;

constexpr std::uint64_t kModulus = 18446744073709551557u;
constexpr std::uint64_t kGenerator = 18446744073709550147u;

struct Header {
  std::uint64_t flags = 0;
  std::uint64_t capacity = 0;
  double error_rate = 0;
  std::uint64_t hashes = 0;
  std::uint64_t bits = 0;
  std::uint64_t inserted = 0;
};

Header read_header(Bytes bytes) {
  const auto field = [&](std::uint64_t offset) {
    return le<std::uint64_t>(bytes, offset);
  };
  return {field(0),  field(8),  std::bit_cast<double>(field(16)),
          field(24), field(32), field(40)};
}

// The maker computes k and m from n and p; rounding may differ, sense may not.
bool agrees(const Header& h) {
  if ((h.flags & 0xFF) != kVersion || !(h.error_rate > 0 && h.error_rate < 1)) {
    return false;
  }
  if (h.hashes == 0 || h.hashes > kMostHashes || h.bits == 0 || h.bits > kMostBits ||
      h.capacity == 0) {
    return false;
  }
  const double ln2 = std::log(2.0);
  const double bits =
      -static_cast<double>(h.capacity) * std::log(h.error_rate) / (ln2 * ln2);
  const double hashes =
      static_cast<double>(h.bits) / static_cast<double>(h.capacity) * ln2;
  return std::abs(static_cast<double>(h.bits) - bits) <= 64 + bits * 1e-6 &&
         std::abs(static_cast<double>(h.hashes) - hashes) <= 1 + hashes * 0.1;
}

std::uint64_t fnv1(std::string_view value) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : value) {
    hash *= 1099511628211u;
    hash ^= static_cast<unsigned char>(c);
  }
  return hash;
}

}  // namespace

bool looks_like_bloom(Bytes head) {
  return head.size() >= kHeaderLength && agrees(read_header(head));
}

Result<BloomFile> BloomFile::open(int fd, const std::string& name) {
  const auto fault = [&](FaultKind kind, const char* what) {
    return Fault{kind, what, name, std::nullopt};
  };
  auto mapping = Mapping::of(fd, name);
  if (!mapping) return std::move(mapping).error();
  BloomFile filter;
  filter.file_ = std::move(*mapping);
  const Bytes bytes = filter.file_.bytes();
  if (bytes.size() < kHeaderLength) {
    return fault(FaultKind::truncated,
                 "ends within the header of a Bloom filter; get a whole copy of it");
  }
  const Header header = read_header(bytes);
  if (!agrees(header)) {
    return fault(FaultKind::malformed,
                 "has a header that no Bloom filter of version 1 has; get a whole copy "
                 "of it, unpacked");
  }
  const std::uint64_t words = (header.bits + 63) / 64;
  if (!part(bytes, kHeaderLength, words * 8)) {
    return fault(FaultKind::truncated,
                 "ends before its Bloom filter does; get a whole copy of it");
  }
  filter.capacity_ = header.capacity;
  filter.inserted_ = header.inserted;
  filter.hashes_ = header.hashes;
  filter.bits_ = header.bits;
  return filter;
}

double BloomFile::false_positive_rate() const {
  const auto hashes = static_cast<double>(hashes_);
  const double filled = -std::expm1(-hashes * static_cast<double>(inserted_) /
                                    static_cast<double>(bits_));
  return std::pow(filled, hashes);
}

bool BloomFile::contains(std::string_view value) const {
  std::uint64_t hash = fnv1(value) % kModulus;
  for (std::uint64_t i = 0; i < hashes_; ++i) {
    hash = hash * kGenerator % kModulus;
    const std::uint64_t bit = hash % bits_;
    const auto word = le<std::uint64_t>(file_.bytes(), kHeaderLength + bit / 64 * 8);
    if (((word >> (bit % 64)) & 1) == 0) return false;
  }
  return true;
}

}  // namespace winnow
