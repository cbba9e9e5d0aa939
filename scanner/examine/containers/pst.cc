// Outlook's stores, PST and OST, by libpff: of each message the attachments and the
// bodies; and items that no folder holds any more.
#include <libpff.h>

#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "scanner/examine/containers/bfio_content.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr int kMostLevels = 64;
constexpr std::size_t kMostNameBytes = 4096;

struct FreeFile {
  void operator()(libpff_file_t* file) const { ::libpff_file_free(&file, nullptr); }
};
struct FreeItem {
  void operator()(libpff_item_t* item) const { ::libpff_item_free(&item, nullptr); }
};
struct FreeRecordSet {
  void operator()(libpff_record_set_t* set) const {
    ::libpff_record_set_free(&set, nullptr);
  }
};
struct FreeRecordEntry {
  void operator()(libpff_record_entry_t* entry) const {
    ::libpff_record_entry_free(&entry, nullptr);
  }
};
using File = std::unique_ptr<libpff_file_t, FreeFile>;
using Item = std::unique_ptr<libpff_item_t, FreeItem>;
using RecordSet = std::unique_ptr<libpff_record_set_t, FreeRecordSet>;
using RecordEntry = std::unique_ptr<libpff_record_entry_t, FreeRecordEntry>;

// The item that a function of libpff finds; null if it finds none.
template <typename Find>
Item found(const Find& find) {
  libpff_item_t* item = nullptr;
  return find(&item) == 1 ? Item(item) : Item();
}

// How many there are, by a function of libpff; none if it does not know.
template <typename Count>
int counted(const Count& count) {
  int number = 0;
  return count(&number) == 1 ? number : 0;
}

// A text without the zero at its end.
std::string as_text(const std::vector<std::uint8_t>& bytes) {
  const std::string text(bytes.begin(), bytes.end());
  return text.substr(0, text.find('\0'));
}

std::string text_property(libpff_item_t* item, std::uint32_t property) {
  libpff_record_set_t* set = nullptr;
  if (::libpff_item_get_record_set_by_index(item, 0, &set, nullptr) != 1) return {};
  const RecordSet held_set(set);
  libpff_record_entry_t* entry = nullptr;
  if (::libpff_record_set_get_entry_by_type(
          set, property, 0, &entry, LIBPFF_ENTRY_VALUE_FLAG_MATCH_ANY_VALUE_TYPE,
          nullptr) != 1) {
    return {};
  }
  const RecordEntry held_entry(entry);
  size_t size = 0;
  if (::libpff_record_entry_get_data_as_utf8_string_size(entry, &size, nullptr) != 1 ||
      size == 0 || size > kMostNameBytes) {
    return {};
  }
  std::vector<std::uint8_t> text(size);
  if (::libpff_record_entry_get_data_as_utf8_string(entry, text.data(), size,
                                                    nullptr) != 1) {
    return {};
  }
  return as_text(text);
}

std::string folder_name(libpff_item_t* folder) {
  size_t size = 0;
  if (::libpff_folder_get_utf8_name_size(folder, &size, nullptr) != 1 || size == 0 ||
      size > kMostNameBytes) {
    return {};
  }
  std::vector<std::uint8_t> name(size);
  if (::libpff_folder_get_utf8_name(folder, name.data(), size, nullptr) != 1) return {};
  return as_text(name);
}

class AttachmentBytes final : public MemberBytes {
 public:
  explicit AttachmentBytes(libpff_item_t* attachment) : attachment_(attachment) {}
  [[nodiscard]] Result<std::size_t> read(MutableBytes target) override {
    const ssize_t got = ::libpff_attachment_data_read_buffer(
        attachment_, reinterpret_cast<std::uint8_t*>(target.data()), target.size(),
        nullptr);
    if (got < 0) {
      return Fault{FaultKind::malformed, "its blocks are damaged", "", position_};
    }
    position_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }

 private:
  libpff_item_t* attachment_;
  std::uint64_t position_ = 0;
};

class StoreWalk {
 public:
  StoreWalk(const ContainerLimits& limits, MemberSink& sink)
      : limits_(limits), gate_(limits, sink) {}

  Result<void> run(libpff_file_t* file);

 private:
  // Each: false, if no more is wanted.
  bool walk_root(libpff_file_t* file);
  bool walk_orphans(libpff_file_t* file);
  bool walk_folder(libpff_item_t* folder, const std::string& path, int level);
  bool walk_messages(libpff_item_t* folder, const std::string& path, int level);
  bool walk_message(libpff_item_t* message, const std::string& path, int level);
  bool take_attachment(libpff_item_t* message, int index, const std::string& path,
                       int level);
  template <typename Size, typename Read>
  bool take_body(libpff_item_t* message, const std::string& name, const Size& size,
                 const Read& read);
  // One more of whatever the store claims to have.
  bool count_item();

  const ContainerLimits& limits_;
  MemberGate gate_;
  std::uint64_t items_ = 0;
  bool too_many_ = false;
};

bool StoreWalk::count_item() {
  too_many_ = ++items_ > limits_.entries;
  return !too_many_;
}

template <typename Size, typename Read>
bool StoreWalk::take_body(libpff_item_t* message, const std::string& name,
                          const Size& size, const Read& read) {
  size_t bytes = 0;
  if (size(message, &bytes, nullptr) != 1 || bytes == 0) return true;
  if (bytes > limits_.memory_bytes) {
    return gate_.member_without_bytes(name, MemberState::too_big,
                                      "too big to be held in memory");
  }
  std::vector<std::uint8_t> body(bytes);
  if (read(message, body.data(), bytes, nullptr) != 1) {
    return gate_.member_without_bytes(name, MemberState::damaged,
                                      "its blocks are damaged");
  }
  if (body.back() == 0) body.pop_back();
  return gate_.member_in_memory(name, std::as_bytes(std::span(body)));
}

bool StoreWalk::take_attachment(libpff_item_t* message, int index,
                                const std::string& path, int level) {
  const Item attachment = found([&](libpff_item_t** item) {
    return ::libpff_message_get_attachment(message, index, item, nullptr);
  });
  const std::string number = "attachment-" + std::to_string(index + 1);
  if (attachment == nullptr) {
    return gate_.member_without_bytes(path + number, MemberState::damaged,
                                      "its blocks are damaged");
  }
  int type = LIBPFF_ATTACHMENT_TYPE_UNDEFINED;
  if (::libpff_attachment_get_type(attachment.get(), &type, nullptr) != 1) {
    return gate_.member_without_bytes(path + number, MemberState::damaged,
                                      "it does not say what it is");
  }
  if (type == LIBPFF_ATTACHMENT_TYPE_ITEM) {
    const Item inner = found([&](libpff_item_t** item) {
      return ::libpff_attachment_get_item(attachment.get(), item, nullptr);
    });
    return inner == nullptr ||
           walk_message(inner.get(), path + number + "/", level + 1);
  }
  std::string name =
      text_property(attachment.get(), LIBPFF_ENTRY_TYPE_ATTACHMENT_FILENAME_LONG);
  if (name.empty()) {
    name = text_property(attachment.get(), LIBPFF_ENTRY_TYPE_ATTACHMENT_FILENAME_SHORT);
  }
  const std::string member = path + (name.empty() ? number : path_part(name));
  if (type == LIBPFF_ATTACHMENT_TYPE_REFERENCE) {
    return gate_.member_without_bytes(
        member, MemberState::absent, "kept elsewhere: the store has a reference alone");
  }
  size64_t size = 0;
  if (::libpff_attachment_get_data_size(attachment.get(), &size, nullptr) != 1) {
    return gate_.member_without_bytes(member, MemberState::damaged,
                                      "its blocks are damaged");
  }
  AttachmentBytes bytes(attachment.get());
  return gate_.member({member, size, MemberState::readable, ""}, bytes);
}

bool StoreWalk::walk_message(libpff_item_t* message, const std::string& path,
                             int level) {
  if (level > kMostLevels) {
    gate_.note(path + ": lies too deep to be looked into");
    return true;
  }
  if (!take_body(message, path + "body.txt", libpff_message_get_plain_text_body_size,
                 libpff_message_get_plain_text_body) ||
      !take_body(message, path + "body.html", libpff_message_get_html_body_size,
                 libpff_message_get_html_body) ||
      !take_body(message, path + "body.rtf", libpff_message_get_rtf_body_size,
                 libpff_message_get_rtf_body)) {
    return false;
  }
  const int attachments = counted([&](int* number) {
    return ::libpff_message_get_number_of_attachments(message, number, nullptr);
  });
  for (int i = 0; i < attachments; ++i) {
    if (!count_item() || !take_attachment(message, i, path, level)) return false;
  }
  return true;
}

bool StoreWalk::walk_messages(libpff_item_t* folder, const std::string& path,
                              int level) {
  const int messages = counted([&](int* number) {
    return ::libpff_folder_get_number_of_sub_messages(folder, number, nullptr);
  });
  for (int i = 0; i < messages; ++i) {
    if (!count_item()) return false;
    const std::string name = path + std::to_string(i + 1);
    const Item message = found([&](libpff_item_t** item) {
      return ::libpff_folder_get_sub_message(folder, i, item, nullptr);
    });
    const bool more = message != nullptr
                          ? walk_message(message.get(), name + "/", level + 1)
                          : gate_.member_without_bytes(name, MemberState::damaged,
                                                       "its blocks are damaged");
    if (!more) return false;
  }
  return true;
}

bool StoreWalk::walk_folder(libpff_item_t* folder, const std::string& path, int level) {
  if (level > kMostLevels) {
    gate_.note(path + ": lies too deep to be looked into");
    return true;
  }
  if (!walk_messages(folder, path, level)) return false;
  const int folders = counted([&](int* number) {
    return ::libpff_folder_get_number_of_sub_folders(folder, number, nullptr);
  });
  for (int i = 0; i < folders; ++i) {
    if (!count_item()) return false;
    const Item inner = found([&](libpff_item_t** item) {
      return ::libpff_folder_get_sub_folder(folder, i, item, nullptr);
    });
    if (inner == nullptr) {
      gate_.note(path + ": its folder " + std::to_string(i + 1) + " is damaged");
      continue;
    }
    const std::string name = folder_name(inner.get());
    const std::string part =
        name.empty() ? "folder-" + std::to_string(i + 1) : path_part(name);
    if (!walk_folder(inner.get(), path + part + "/", level + 1)) return false;
  }
  return true;
}

bool StoreWalk::walk_root(libpff_file_t* file) {
  const Item root = found([&](libpff_item_t** item) {
    return ::libpff_file_get_root_folder(file, item, nullptr);
  });
  if (root != nullptr) return walk_folder(root.get(), "", 0);
  gate_.note("the root of its folders is damaged");
  return true;
}

bool StoreWalk::walk_orphans(libpff_file_t* file) {
  const int orphans = counted([&](int* number) {
    return ::libpff_file_get_number_of_orphan_items(file, number, nullptr);
  });
  for (int i = 0; i < orphans; ++i) {
    if (!count_item()) return false;
    const Item orphan = found([&](libpff_item_t** item) {
      return ::libpff_file_get_orphan_item_by_index(file, i, item, nullptr);
    });
    if (orphan == nullptr) continue;
    const std::string path = "orphans/" + std::to_string(i + 1) + "/";
    if (!walk_message(orphan.get(), path, 0)) return false;
  }
  return true;
}

Result<void> StoreWalk::run(libpff_file_t* file) {
  if (::libpff_file_is_corrupted(file, nullptr) == 1) {
    gate_.note("damaged, and read as far as it could be");
  }
  if (walk_root(file)) (void)walk_orphans(file);
  if (too_many_) {
    return Fault{FaultKind::too_big,
                 "holds more than " + grouped(limits_.entries) +
                     " items: those after them are not looked at",
                 "",
                 {}};
  }
  return gate_.outcome();
}

}  // namespace

Result<void> open_pst(Content& content, const ContainerLimits& limits,
                      MemberSink& sink) {
  const BfioHandle handle = bfio_over(content);
  libpff_file_t* raw = nullptr;
  if (handle == nullptr || ::libpff_file_initialize(&raw, nullptr) != 1) {
    return Fault{FaultKind::out_of_memory, "no memory to open it", "", {}};
  }
  const File file(raw);
  if (::libpff_file_open_file_io_handle(file.get(), handle.get(), LIBPFF_OPEN_READ,
                                        nullptr) != 1) {
    return Fault{FaultKind::malformed, "its header or its indexes are damaged", "", {}};
  }
  return StoreWalk(limits, sink).run(file.get());
}

}  // namespace winnow
