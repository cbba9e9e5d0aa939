#include "hashsets/sealing/sealed_reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "hashsets/sealing/seal_keys.h"

namespace winnow {
namespace {

Fault damaged(const std::string& what, const std::string& name, std::uint64_t offset,
              FaultKind kind = FaultKind::malformed) {
  return Fault{kind,
               "the sealed set is damaged: " + what +
                   "; copy it again, or build it again from its lists",
               name, offset};
}

Result<void> check_cost(const SealHeader& header, const std::string& name) {
  const auto passes = le<std::uint32_t>(header, sealed::kPassesAt);
  const auto memory_kib = le<std::uint32_t>(header, sealed::kMemoryAt);
  if (passes >= 1 && passes <= sealed::kMaxPasses &&
      memory_kib >= sealed::kMinMemoryKib && memory_kib <= sealed::kMaxMemoryKib) {
    return {};
  }
  return Fault{FaultKind::unsupported,
               "the sealed set asks for " + std::to_string(passes) + " passes over " +
                   std::to_string(memory_kib) + " KiB to make its key; from " +
                   std::to_string(sealed::kMinMemoryKib) + " KiB to " +
                   std::to_string(sealed::kMaxMemoryKib) + " KiB and at most " +
                   std::to_string(sealed::kMaxPasses) +
                   " passes are allowed; build it again from its lists",
               name, sealed::kPassesAt};
}

// Everything that can be told without the passphrase.
Result<SealHeader> read_header(int fd, std::uint64_t size, const std::string& name) {
  SealHeader header{};
  const auto there =
      static_cast<std::size_t>(std::min<std::uint64_t>(size, header.size()));
  if (auto read = read_exactly(fd, 0, MutableBytes(header).first(there), name); !read) {
    return std::move(read).error();
  }
  const Bytes bytes(header);
  if (!looks_like_sealed(bytes)) {
    return Fault{FaultKind::malformed, "is not a sealed hash set", name, std::nullopt};
  }
  if (there < header.size()) {
    return damaged("it ends inside its header", name, size, FaultKind::truncated);
  }
  const auto major = le<std::uint16_t>(bytes, sealed::kMajorAt);
  if (major != sealed::kMajor) {
    return Fault{FaultKind::unsupported,
                 "is a sealed set of version " + std::to_string(major) +
                     ", this program reads " + std::to_string(sealed::kMajor) +
                     "; use a newer program",
                 name, std::nullopt};
  }
  if (checksum64(bytes.first(sealed::kSumAt)) !=
      le<std::uint64_t>(bytes, sealed::kSumAt)) {
    return damaged("the checksum of its header is wrong", name, sealed::kSumAt);
  }
  if (auto checked = check_cost(header, name); !checked) {
    return std::move(checked).error();
  }
  const auto length = le<std::uint64_t>(bytes, sealed::kLengthAt);
  if (length == 0 || length > sealed::kMaxLength) {
    return damaged("its length cannot be", name, sealed::kLengthAt);
  }
  const std::uint64_t whole = sealed::file_length(length);
  if (size != whole) {
    return damaged("it should be " + std::to_string(whole) + " bytes long and is " +
                       std::to_string(size),
                   name, std::min(size, whole),
                   size < whole ? FaultKind::truncated : FaultKind::malformed);
  }
  return header;
}

// The place in memory that a set is deciphered into.
class PlainMemory {
 public:
  static Result<PlainMemory> of_length(std::uint64_t length, const std::string& name) {
    const auto refused = [&](int error) {
      Fault fault = fault_from_errno(
          error,
          "the deciphered set needs " + std::to_string((length >> 20) + 1) +
              " MiB of memory and cannot have them; close other programs, or build "
              "several smaller sets",
          name);
      fault.kind = FaultKind::out_of_memory;
      return fault;
    };
    // Memory is taken only as it is filled, so too little would end the program later.
    const auto pages = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES));
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    if (length / page >= pages) return refused(ENOMEM);
    Fd fd(::memfd_create("winnow-set", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd.is_open()) return refused(errno);
    if (::fallocate(fd.get(), 0, 0, static_cast<off_t>(length)) != 0) {
      return refused(errno);
    }
    void* const memory = ::mmap(nullptr, static_cast<std::size_t>(length),
                                PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (memory == MAP_FAILED) return refused(errno);
    PlainMemory plain(std::move(fd), MutableBytes(static_cast<std::byte*>(memory),
                                                  static_cast<std::size_t>(length)));
    // Both as far as the system allows.
    static_cast<void>(::madvise(memory, plain.bytes_.size(), MADV_DONTDUMP));
    static_cast<void>(::mlock(memory, plain.bytes_.size()));
    return plain;
  }

  PlainMemory(PlainMemory&& other) noexcept
      : fd_(std::move(other.fd_)), bytes_(std::exchange(other.bytes_, {})) {}
  PlainMemory& operator=(PlainMemory&&) = delete;
  ~PlainMemory() { unmap(); }

  [[nodiscard]] MutableBytes bytes() const { return bytes_; }

  // Nobody, and no process that is given the descriptor, can change it any more.
  Result<UnsealedSet> finish(const std::string& name) && {
    auto held = Mapping::of(fd_.get(), name);
    if (!held) return std::move(held).error();
    static_cast<void>(held->lock());  // where it may not be, it may not
    unmap();
    constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    if (::fcntl(fd_.get(), F_ADD_SEALS, kSeals) != 0) {
      return fault_from_errno(errno, "its memory cannot be made read-only", name);
    }
    return UnsealedSet{std::move(fd_), std::move(*held)};
  }

 private:
  PlainMemory(Fd fd, MutableBytes bytes) : fd_(std::move(fd)), bytes_(bytes) {}

  void unmap() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
    bytes_ = {};
  }

  Fd fd_;
  MutableBytes bytes_;
};

Result<void> decipher_chunks(int fd, const std::string& name, const SealHeader& header,
                             const SealKeys& keys, MutableBytes plain) {
  std::vector<std::byte> buffer(sealed::kChunk + sealed::kTagLength);
  for (std::uint64_t index = 0; !plain.empty(); ++index) {
    const auto target = plain.first(std::min(plain.size(), sealed::kChunk));
    const auto cipher = MutableBytes(buffer).first(target.size() + sealed::kTagLength);
    const std::uint64_t place = sealed::chunk_place(index);
    if (auto read = read_exactly(fd, place, cipher, name); !read) return read;
    if (!keys.decipher(header, index, cipher, target)) {
      return damaged("a part of it is not authentic", name, place);
    }
    plain = plain.subspan(target.size());
  }
  return {};
}

}  // namespace

bool looks_like_sealed(Bytes head) {
  return has_magic(head, 0, sealed::kMagic);
}

Result<UnsealedSet> unseal(int fd, const std::string& name, const Secret& passphrase) {
  const off_t end = ::lseek(fd, 0, SEEK_END);
  if (end < 0) return fault_from_errno(errno, "its size cannot be read", name);
  const auto header = read_header(fd, static_cast<std::uint64_t>(end), name);
  if (!header) return header.error();
  const auto keys = SealKeys::derive(*header, passphrase, name);
  if (!keys) return keys.error();
  if (!keys->fit(*header)) {
    return Fault{FaultKind::encrypted,
                 "is sealed under another passphrase; give the one it was sealed with",
                 name, std::nullopt};
  }
  auto memory =
      PlainMemory::of_length(le<std::uint64_t>(*header, sealed::kLengthAt), name);
  if (!memory) return std::move(memory).error();
  auto deciphered = decipher_chunks(fd, name, *header, *keys, memory->bytes());
  if (!deciphered) return std::move(deciphered).error();
  return std::move(*memory).finish(name);
}

}  // namespace winnow
