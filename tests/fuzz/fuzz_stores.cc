#include <array>
#include <memory>

#include "base/text.h"
#include "scanner/examine/containers/android_thumbnails.h"
#include "scanner/examine/containers/firefox_cache.h"
#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/thumbs_db.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr ContainerLimits kLimits{200, std::uint64_t{4} << 20};
constexpr std::uint64_t kMostBytes = 4 << 20;

class CheckingSink final : public MemberSink {
 public:
  bool member(const Member& member, MemberBytes& bytes) override {
    ++members_;
    const std::string& name = member.name;
    if (name.empty() || name.front() == '/' || !is_printable_utf8(name) ||
        name.find("//") != std::string::npos) {
      violation_ = "a member is called '" + name + "'";
    }
    if (member.state != MemberState::readable && member.why.empty()) {
      violation_ = "no reason is given for " + name;
    }
    std::array<std::byte, 4096> piece;
    while (member.state == MemberState::readable && left_ > 0) {
      const auto got = bytes.read(piece);
      if (!got || *got == 0) break;
      left_ -= std::min<std::uint64_t>(left_, *got);
    }
    return left_ > 0;
  }
  void named_digest(const Digest&, const std::string&) override {}
  void note(const std::string& words) override {
    if (!is_printable_utf8(words)) violation_ = "a note is not fit to be printed";
  }
  [[nodiscard]] Violation violation() const {
    if (members_ > kLimits.entries) return "more members than may be";
    return violation_;
  }

 private:
  std::uint64_t left_ = kMostBytes;
  std::uint64_t members_ = 0;
  Violation violation_;
};

// The same bytes under every name.
class SameSiblings final : public Siblings {
 public:
  explicit SameSiblings(Bytes bytes) : bytes_(bytes) {}
  std::unique_ptr<Content> open(const std::string&) override {
    return std::make_unique<MemoryContent>(bytes_);
  }
  std::unique_ptr<Content> open_called(const std::string& ending) override {
    return open(ending);
  }

 private:
  Bytes bytes_;
};

}  // namespace

// The first byte says what the others are opened as; for a database and for the index
// of a cache the next two say how many of them lie beside it.
Violation fuzz_stores(Bytes input) {
  if (input.size() < 3) return {};
  const auto kind = std::to_integer<unsigned>(input[0]) % 9;
  const Bytes rest = input.subspan(3);
  const std::size_t beside_bytes =
      std::min<std::size_t>(le<std::uint16_t>(input, 1), rest.size());
  SameSiblings siblings(rest.last(beside_bytes));
  MemoryContent first(rest.first(rest.size() - beside_bytes));
  MemoryContent whole(rest);
  CheckingSink sink;
  switch (kind) {
    case 0:
      (void)is_thumbs_db(whole, kLimits);
      (void)open_thumbs_db(whole, kLimits, sink);
      break;
    case 1:
      (void)open_thumbcache(whole, kLimits, sink);
      break;
    case 2:
      (void)open_chromium_cache(first, &siblings, kLimits, sink);
      break;
    case 3:
      (void)open_chromium_simple_cache(whole, kLimits, sink);
      break;
    case 4: {
      const bool is_entry = is_firefox_cache_entry(whole);
      if (open_firefox_cache(whole, kLimits, sink).has_value() != is_entry) {
        return "an entry is one and is none";
      }
      break;
    }
    case 5:
      (void)open_sqlite(first, &siblings, kLimits, sink);
      break;
    case 6:
      (void)open_sqlite_log(whole, kLimits, sink);
      break;
    case 7:
      (void)open_shell_link(whole, kLimits, sink);
      break;
    default:
      (void)is_android_thumbnails(whole);
      (void)open_android_thumbnails(whole, kLimits, sink);
      break;
  }
  return sink.violation();
}

}  // namespace winnow
