// OLE2 compound files: documents of Word, Excel and PowerPoint until 2003, messages of
// Outlook. Every stream is a member; pictures in drawing records and files packed as
// objects are members of their own besides.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/examine/containers/compound_source.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/office_art.h"
#include "scanner/examine/containers/ole_package.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr int kMostLevels = 32;
constexpr std::string_view kNative = "\x01Ole10Native";
// MS-OXMSG 2.1.3: the properties of an attachment that are its bytes and its names.
constexpr std::string_view kAttachmentBytes = "__substg1.0_37010102";
constexpr std::array<std::string_view, 4> kAttachmentNames = {
    "__substg1.0_3707001F", "__substg1.0_3707001E", "__substg1.0_3704001F",
    "__substg1.0_3704001E"};
constexpr std::string_view kPassword = "encrypted with a password";

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_word(std::string_view name) {
  return is_one_of(name, {"WordDocument", "0Table", "1Table", "Data"});
}
bool is_excel(std::string_view name) {
  return is_one_of(name, {"Workbook", "Book"});
}
bool is_powerpoint(std::string_view name) {
  return is_one_of(name, {"PowerPoint Document", "Pictures"});
}

// What of a storage cannot be read without a password.
struct Encryption {
  bool word = false;
  bool excel = false;
  bool powerpoint = false;
  bool package = false;  // a document of today, encrypted as a whole

  [[nodiscard]] bool covers(std::string_view name) const {
    return (word && is_word(name)) || (excel && is_excel(name)) ||
           (powerpoint && is_powerpoint(name)) ||
           (package && is_one_of(name, {"EncryptedPackage", "\tDRMContent"}));
  }
};

// MS-DOC 2.5.2: FibBase.fEncrypted.
bool is_encrypted_word(Bytes head) {
  return (le<std::uint16_t>(head, 10) & 0x0100) != 0;
}

// MS-XLS 2.4.117: a FilePass record, right behind the first one.
bool is_encrypted_excel(Bytes head) {
  constexpr std::uint16_t kFilePass = 0x002F;
  constexpr std::uint16_t kWriteProtect = 0x0086;
  std::uint64_t at = 4 + std::uint64_t{le<std::uint16_t>(head, 2)};
  if (le<std::uint16_t>(head, at) == kWriteProtect) at += 4;
  return le<std::uint16_t>(head, at) == kFilePass;
}

// MS-PPT 2.3.2: CurrentUserAtom.headerToken.
bool is_encrypted_powerpoint(Bytes head) {
  return le<std::uint32_t>(head, 12) == 0xF3D1C4DF;
}

Encryption encryption_of(const std::vector<CompoundEntry>& entries) {
  constexpr std::uint64_t kHeadBytes = 64;
  Encryption found;
  for (const CompoundEntry& entry : entries) {
    if (entry.input == nullptr || entry.is_storage) continue;
    const auto head = bytes_of_stream(entry.input.get(), kHeadBytes);
    if (entry.name == "WordDocument") found.word = is_encrypted_word(head);
    if (is_excel(entry.name)) found.excel = is_encrypted_excel(head);
    if (entry.name == "Current User") found.powerpoint = is_encrypted_powerpoint(head);
    if (is_one_of(entry.name, {"EncryptedPackage", "\tDRMContent"})) {
      found.package = true;
    }
  }
  return found;
}

class CompoundWalk {
 public:
  CompoundWalk(const ContainerLimits& limits, MemberSink& sink)
      : limits_(limits), gate_(limits, sink) {}

  Result<void> run(GsfInfile* root);

 private:
  // False: no more is wanted.
  bool walk(GsfInfile* storage, const std::string& path, int level);
  bool take(const CompoundEntry& entry, const std::string& name);
  bool take_parts(const CompoundEntry& entry, const std::string& path);
  bool take_pictures(Bytes bytes);
  bool take_package(GsfInput* stream, const std::string& path);

  const ContainerLimits& limits_;
  MemberGate gate_;
  std::uint64_t pictures_ = 0;
  bool is_encrypted_package_ = false;
};

// The file name of the attachment that this storage is; empty if it is none.
std::string attachment_name(const std::vector<CompoundEntry>& entries) {
  constexpr std::uint64_t kMostNameBytes = 4096;
  for (const std::string_view property : kAttachmentNames) {
    const auto found = std::find_if(
        entries.begin(), entries.end(),
        [property](const CompoundEntry& entry) { return entry.name == property; });
    if (found == entries.end() || found->input == nullptr) continue;
    const auto raw = bytes_of_stream(found->input.get(), kMostNameBytes);
    if (property.back() == 'E') return std::string(text_of(raw));
    std::vector<gunichar2> units(raw.size() / sizeof(gunichar2));
    std::memcpy(units.data(), raw.data(), units.size() * sizeof(gunichar2));
    char* name = ::g_utf16_to_utf8(units.data(), static_cast<glong>(units.size()),
                                   nullptr, nullptr, nullptr);
    if (name == nullptr) continue;
    std::string text(name);
    ::g_free(name);
    return text;
  }
  return {};
}

bool CompoundWalk::take_pictures(Bytes bytes) {
  for (const ArtPicture& picture : find_art(bytes)) {
    const std::string name =
        "pictures/" + std::to_string(++pictures_) + "." + picture.extension;
    const bool more = picture.lacks_file_header
                          ? gate_.member_in_memory(name, bitmap_file(picture.bytes))
                          : gate_.member_in_memory(name, picture.bytes);
    if (!more) return false;
  }
  return true;
}

bool CompoundWalk::take_package(GsfInput* stream, const std::string& path) {
  const auto native = bytes_of_stream(stream, limits_.memory_bytes);
  const auto file = packaged_file(native);
  if (!file) return true;
  return gate_.member_in_memory(
      path + path_part(file->name.empty() ? "object" : file->name), file->bytes);
}

bool CompoundWalk::take_parts(const CompoundEntry& entry, const std::string& path) {
  GsfInput* stream = entry.input.get();
  if (entry.name == kNative) return take_package(stream, path);
  const bool has_art =
      is_word(entry.name) || is_excel(entry.name) || is_powerpoint(entry.name);
  if (!has_art) return true;
  if (static_cast<std::uint64_t>(::gsf_input_size(stream)) > limits_.memory_bytes) {
    gate_.note(path + path_part(entry.name) + ": too big to be searched for pictures");
    return true;
  }
  const auto bytes = bytes_of_stream(stream, limits_.memory_bytes);
  return take_pictures(is_excel(entry.name) ? Bytes(workbook_drawings(bytes))
                                            : Bytes(bytes));
}

bool CompoundWalk::take(const CompoundEntry& entry, const std::string& name) {
  if (entry.input == nullptr) {
    return gate_.member_without_bytes(name, MemberState::damaged,
                                      "its chain of sectors is damaged");
  }
  StreamBytes bytes(entry.input.get());
  return gate_.member(
      {name, static_cast<std::uint64_t>(::gsf_input_size(entry.input.get())),
       MemberState::readable, ""},
      bytes);
}

bool CompoundWalk::walk(GsfInfile* storage, const std::string& path, int level) {
  const std::vector<CompoundEntry> entries = entries_of(storage);
  const Encryption encryption = encryption_of(entries);
  is_encrypted_package_ = is_encrypted_package_ || encryption.package;
  const std::string attached = attachment_name(entries);
  for (const CompoundEntry& entry : entries) {
    const bool is_attachment = entry.name == kAttachmentBytes && !attached.empty();
    const std::string name = path + path_part(is_attachment ? attached : entry.name);
    if (encryption.covers(entry.name)) {
      if (!gate_.member_without_bytes(name, MemberState::encrypted,
                                      std::string(kPassword))) {
        return false;
      }
    } else if (!entry.is_storage) {
      if (!take(entry, name)) return false;
      if (entry.input != nullptr && !take_parts(entry, path)) return false;
    } else if (level == kMostLevels) {
      gate_.note(name + ": lies too deep to be looked into");
    } else if (!walk(GSF_INFILE(entry.input.get()), name + "/", level + 1)) {
      return false;
    }
  }
  return true;
}

Result<void> CompoundWalk::run(GsfInfile* root) {
  const bool to_its_end = walk(root, "", 0);
  if (to_its_end && is_encrypted_package_) {
    return Fault{FaultKind::encrypted, std::string(kPassword), "", {}};
  }
  return gate_.outcome();
}

}  // namespace

Result<void> open_compound_file(Content& content, const ContainerLimits& limits,
                                MemberSink& sink) {
  const auto root = open_compound(content);
  if (!root) return root.error();
  return CompoundWalk(limits, sink).run(root->get());
}

}  // namespace winnow
