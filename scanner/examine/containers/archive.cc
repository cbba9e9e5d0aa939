// Archives, by libarchive.
//
// Where the library gives an archive up over one member, it is begun again behind that
// member; where the central directory of a zip is damaged, the local headers are read
// instead. Directories and links are no members.
#include <set>
#include <string>
#include <string_view>

#include "scanner/examine/containers/archive_member.h"
#include "scanner/examine/containers/archive_names.h"
#include "scanner/examine/containers/archive_parts.h"
#include "scanner/examine/containers/archive_source.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/rar5_encryption.h"

namespace winnow {
namespace {

constexpr int kMostRestarts = 64;
constexpr int kMostRetries = 16;

bool speaks_of(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// libarchive says in words alone why it refuses.
MemberState state_after(const Fault& fault) {
  if (speaks_of(fault.what, "ncrypt") || speaks_of(fault.what, "rypto") ||
      speaks_of(fault.what, "assphrase")) {
    return MemberState::encrypted;
  }
  if (speaks_of(fault.what, "block header")) return MemberState::damaged;
  if (speaks_of(fault.what, "nsupported") || speaks_of(fault.what, "not supported") ||
      speaks_of(fault.what, "unavailable") ||
      speaks_of(fault.what, "Unrecognized archive format")) {
    return MemberState::unsupported;
  }
  return MemberState::damaged;
}

bool is_zip(archive* a) {
  return (::archive_format(a) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

// Formats in which a member lies for itself, where the next one is found without it.
bool members_stand_alone(const ArchiveReader& reader, const Member& member) {
  if (reader.is_compressed()) return false;
  // Of a zip without its directory the size may stand behind the member alone.
  if (is_zip(reader.get())) return member.size_bytes.has_value();
  switch (::archive_format(reader.get()) & ARCHIVE_FORMAT_BASE_MASK) {
    case ARCHIVE_FORMAT_TAR:
    case ARCHIVE_FORMAT_CPIO:
    case ARCHIVE_FORMAT_AR:
    case ARCHIVE_FORMAT_ISO9660:
    case ARCHIVE_FORMAT_WARC:
    case ARCHIVE_FORMAT_RAR:  // libarchive reads no solid ones
    case ARCHIVE_FORMAT_LHA:
      return true;
    default:
      return false;
  }
}

bool is_member(archive_entry* entry) {
  const auto type = ::archive_entry_filetype(entry);
  if (type != AE_IFREG && type != 0) return false;
  if (::archive_entry_symlink(entry) != nullptr) return false;
  return ::archive_entry_hardlink(entry) == nullptr || ::archive_entry_size(entry) > 0;
}

class ArchiveWalk {
 public:
  ArchiveWalk(Content& content, const ContainerLimits& limits, MemberSink& sink)
      : content_(content),
        limits_(limits),
        gate_(limits, sink),
        encrypted_(rar5_encrypted_names(content, limits.entries)) {}

  Result<void> run();

 private:
  enum class Step { next, again, done };

  // One pass from the beginning on, in which `skip` headers are passed over.
  Step pass(ArchiveReader& reader, std::uint64_t skip);
  Step take(ArchiveReader& reader, archive_entry* entry);
  Step take_readable(ArchiveReader& reader, const Member& member);
  bool known_from_directory(const std::string& name);
  // Whether it is worth a pass by the local headers of a zip.
  bool try_local_headers(const ArchiveReader& reader);
  void settle_fault(const ArchiveReader& reader);

  Content& content_;
  const ContainerLimits& limits_;
  MemberGate gate_;
  std::uint64_t headers_ = 0;  // read in all passes of one kind, each once
  bool by_local_headers_ = false;
  std::multiset<std::string> from_directory_;
  std::set<std::string> encrypted_;  // stored names, where libarchive does not know
  std::optional<Fault> fault_;
};

bool ArchiveWalk::known_from_directory(const std::string& name) {
  const auto known = from_directory_.find(name);
  if (!by_local_headers_ || known == from_directory_.end()) return false;
  from_directory_.erase(known);
  return true;
}

ArchiveWalk::Step ArchiveWalk::take_readable(ArchiveReader& reader,
                                             const Member& member) {
  ArchiveMember bytes(reader);
  if (const auto refusal = bytes.refusal()) {
    const MemberState state = state_after(*refusal);
    if (!gate_.member_without_bytes(member.name, state, refusal->what)) {
      return Step::done;
    }
    return bytes.ended_the_archive() ? Step::again : Step::next;
  }
  if (!gate_.member(member, bytes)) return Step::done;
  if (!members_stand_alone(reader, member) &&
      !bytes.pass_over(limits_.passed_over_bytes)) {
    fault_ = Fault{
        FaultKind::too_big,
        "what follows lies behind a member that expands without end: " + member.name,
        "",
        {}};
    return Step::done;
  }
  if (!bytes.warning().empty()) gate_.note(member.name + ": " + bytes.warning());
  return bytes.ended_the_archive() ? Step::again : Step::next;
}

ArchiveWalk::Step ArchiveWalk::take(ArchiveReader& reader, archive_entry* entry) {
  if (!is_member(entry)) return Step::next;
  const char* name = ::archive_entry_pathname(entry);
  const std::string stored = name != nullptr ? name : "";
  Member member;
  member.name = archive_path(stored, is_zip(reader.get()));
  if (known_from_directory(member.name)) return Step::next;
  if (is_zip(reader.get()) && !by_local_headers_) from_directory_.insert(member.name);
  if (::archive_entry_size_is_set(entry) != 0 && ::archive_entry_size(entry) >= 0) {
    member.size_bytes = static_cast<std::uint64_t>(::archive_entry_size(entry));
  }
  if (::archive_entry_is_encrypted(entry) != 0 || encrypted_.contains(stored)) {
    return gate_.member_without_bytes(member.name, MemberState::encrypted,
                                      "encrypted with a password")
               ? Step::next
               : Step::done;
  }
  return take_readable(reader, member);
}

void ArchiveWalk::settle_fault(const ArchiveReader& reader) {
  fault_ = reader.fault();
  const MemberState state = state_after(*fault_);
  if (state == MemberState::encrypted ||
      (headers_ == 0 && ::archive_read_has_encrypted_entries(reader.get()) > 0)) {
    fault_->kind = FaultKind::encrypted;
    fault_->what = "the list of its members is encrypted with a password";
  } else if (state == MemberState::unsupported) {
    fault_->kind = FaultKind::unsupported;
  }
}

ArchiveWalk::Step ArchiveWalk::pass(ArchiveReader& reader, std::uint64_t skip) {
  int retries = 0;
  for (std::uint64_t at = 0;;) {
    archive_entry* entry = nullptr;
    const int result = ::archive_read_next_header(reader.get(), &entry);
    if (result == ARCHIVE_EOF) return Step::done;
    if (result == ARCHIVE_RETRY && ++retries < kMostRetries) continue;
    if (result < ARCHIVE_WARN && result != ARCHIVE_FAILED) {
      settle_fault(reader);
      return Step::done;
    }
    if (at++ < skip) continue;
    if (headers_++ >= limits_.entries) {
      fault_ = Fault{FaultKind::too_big, "lists too many entries", "", {}};
      return Step::done;
    }
    if (result == ARCHIVE_FAILED) {
      if (!gate_.member_without_bytes("unnamed", MemberState::damaged,
                                      reader.fault().what)) {
        return Step::done;
      }
      continue;
    }
    if (const Step step = take(reader, entry); step != Step::next) return step;
  }
}

bool ArchiveWalk::try_local_headers(const ArchiveReader& reader) {
  if (!fault_ || fault_->kind != FaultKind::malformed || by_local_headers_)
    return false;
  return reader.get() != nullptr && is_zip(reader.get());
}

Result<void> ArchiveWalk::run() {
  ArchiveFormats formats = ArchiveFormats::all;
  Step step = Step::again;
  for (int start = 0; step == Step::again && start <= kMostRestarts; ++start) {
    ArchiveReader reader(content_);
    if (const auto opened = reader.open(formats); !opened) return opened.error();
    step = pass(reader, headers_);
    if (step == Step::done && try_local_headers(reader)) {
      gate_.note("the central directory cannot be read (" + fault_->what +
                 "): the local headers were read");
      fault_.reset();
      formats = ArchiveFormats::zip_by_local_headers;
      by_local_headers_ = true;
      headers_ = 0;
      step = Step::again;
    }
  }
  if (step == Step::again) {
    return Fault{FaultKind::malformed, "too many damaged members", "", {}};
  }
  if (fault_) return *fault_;
  return gate_.outcome();
}

}  // namespace

Result<void> open_archive(Content& content, const ContainerLimits& limits,
                          MemberSink& sink) {
  const Utf8Thread utf8;
  if (is_part_of_several(content)) {
    sink.note("one part of a split archive: only what lies in this part was read");
  }
  return ArchiveWalk(content, limits, sink).run();
}

}  // namespace winnow
