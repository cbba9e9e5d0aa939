// The first byte says which kind of container the rest is taken for.
#include <array>

#include "base/text.h"
#include "scanner/examine/containers/container.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::array kTypes = {ContentType::archive,
                               ContentType::compressed,
                               ContentType::office_old,
                               ContentType::pdf,
                               ContentType::mail,
                               ContentType::mbox,
                               ContentType::pst,
                               ContentType::rtf,
                               ContentType::thumbs_db,
                               ContentType::thumbcache,
                               ContentType::sqlite,
                               ContentType::sqlite_log,
                               ContentType::chromium_cache,
                               ContentType::chromium_simple_cache,
                               ContentType::firefox_cache,
                               ContentType::shell_link};
constexpr std::uint64_t kMostOfAMember = 1 << 20;
constexpr ContainerLimits kLimits = {256, 4 << 20, 4 << 20};

class Checked final : public MemberSink {
 public:
  [[nodiscard]] bool member(const Member& member, MemberBytes& bytes) override {
    ++members_;
    if (member.name.empty() || !is_printable_utf8(member.name)) broken_ = "a bad name";
    if ((member.state == MemberState::readable) != member.why.empty()) {
      broken_ = "a reason where there is none, or none";
    }
    std::array<std::byte, 4096> block{};
    for (std::uint64_t total = 0; total < kMostOfAMember;) {
      const auto got = bytes.read(block);
      if (!got || *got == 0) break;
      if (*got > block.size()) broken_ = "more than was asked for";
      total += *got;
    }
    return !broken_;
  }
  void named_digest(const Digest&, const std::string&) override {}
  void note(const std::string&) override {}

  [[nodiscard]] Violation violation() const {
    if (members_ > kLimits.entries) return "more members than may be";
    return broken_;
  }

 private:
  std::uint64_t members_ = 0;
  Violation broken_;
};

}  // namespace

Violation fuzz_members(Bytes input) {
  if (input.empty()) return {};
  prepare_containers();
  const auto type = kTypes[std::to_integer<std::size_t>(input[0]) % kTypes.size()];
  MemoryContent content(input.subspan(1));
  Checked sink;
  const auto outcome = open_container(type, content, nullptr, kLimits, sink);
  if (!outcome && outcome.error().what.empty()) return "a fault without words";
  return sink.violation();
}

}  // namespace winnow
