// One content, compressed, by libarchive's filters: a container of one member.
#include <array>
#include <string_view>

#include "scanner/examine/containers/archive_member.h"
#include "scanner/examine/containers/archive_source.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

// What libarchive calls a content whose compressed form stores no name.
constexpr std::string_view kNoName = "data";
// What it says of one that expands to nothing.
constexpr std::string_view kOfNothing = "Unrecognized archive format";

}  // namespace

Result<void> open_compressed(Content& content, const ContainerLimits& limits,
                             MemberSink& sink) {
  const Utf8Thread utf8;
  std::array<std::byte, 16> head{};
  if (const auto got = content.read(0, head); !got) return got.error();
  if (!compression_of(head)) {
    return Fault{
        FaultKind::unsupported, "compressed in a way that is not read", "", {}};
  }
  ArchiveReader reader(content);
  if (const auto opened = reader.open(ArchiveFormats::raw); !opened) {
    return opened.error();
  }
  archive_entry* entry = nullptr;
  const int result = ::archive_read_next_header(reader.get(), &entry);
  MemberGate gate(limits, sink);
  if (result < ARCHIVE_WARN && reader.fault().what == kOfNothing) {
    (void)gate.member_in_memory("content", {});
    return {};
  }
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) return reader.fault();
  const char* stored = ::archive_entry_pathname(entry);
  Member member;
  member.name =
      stored == nullptr || stored == kNoName ? "content" : member_path(stored);
  ArchiveMember bytes(reader);
  if (const auto refusal = bytes.refusal()) return *refusal;
  (void)gate.member(member, bytes);  // there is none after it
  if (!bytes.warning().empty()) gate.note(member.name + ": " + bytes.warning());
  return {};
}

}  // namespace winnow
