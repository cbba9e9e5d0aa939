// FileContent: a file of the exhibit as something that can be looked into: read at any
// place, and by the names of the files beside it.
#ifndef WINNOW_SCANNER_EXAMINE_FILE_CONTENT_H_
#define WINNOW_SCANNER_EXAMINE_FILE_CONTENT_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "scanner/examine/content/content.h"
#include "scanner/examine/content_reader.h"

namespace winnow {

// What is not kept as it is (compressed by the file system, ...) is held in memory, up
// to so much.
inline constexpr std::uint64_t kMostDecodedBytes = std::uint64_t{64} << 20;

// The content of `file`, which outlives it, as do the exhibit and `loaded` (see
// ContentReader). A fault if it can only be had by holding more than kMostDecodedBytes,
// or cannot be opened. Where it lies in one piece in `loaded`, it is not copied.
[[nodiscard]] Result<std::unique_ptr<Content>> open_content(const Exhibit& exhibit,
                                                            ContentReader& reader,
                                                            const FileRecord& file,
                                                            const LoadedBatch* loaded);

// Which live files lie in which folder, and which have one content: each made when it
// is first asked. Any thread.
class FolderIndex {
 public:
  explicit FolderIndex(const Inventory& inventory) : inventory_(inventory) {}
  // In the folder of that number (FileList::folder_number()), by name; of two of one
  // name the first. The names are the inventory's.
  using Names = std::unordered_map<std::string_view, FileId>;
  [[nodiscard]] Names files_in(std::uint32_t folder) const;
  // All names of the content that goes by `first` (FileFacts::first_name()): that one,
  // then the others in the order of the inventory.
  [[nodiscard]] std::vector<FileId> names_of(FileId first) const;

 private:
  void fill() const;
  void link() const;

  const Inventory& inventory_;
  mutable std::once_flag linked_;
  mutable std::vector<std::pair<FileId, FileId>> links_;  // first name, other; rising
  mutable std::once_flag filled_;
  mutable std::vector<FileId> files_;         // by folder, then by id
  mutable std::vector<std::uint32_t> first_;  // of each folder: its place in files_
};

// The files beside one of the exhibit: beside the first of its names that has such a
// file beside it. However many names it has, each folder is looked up once. One thread.
class FileSiblings final : public Siblings {
 public:
  // `names`, at least one, outlive it.
  FileSiblings(const Exhibit& exhibit, const FolderIndex& index, ContentReader& reader,
               const std::vector<FileId>& names)
      : exhibit_(exhibit), index_(index), reader_(reader), names_(names) {}
  [[nodiscard]] std::unique_ptr<Content> open(const std::string& name) override;
  [[nodiscard]] std::unique_ptr<Content> open_called(
      const std::string& ending) override;

 private:
  [[nodiscard]] const FolderIndex::Names& files_in(std::uint32_t folder);
  [[nodiscard]] const std::vector<std::uint32_t>& folders();
  [[nodiscard]] std::unique_ptr<Content> open_in(std::uint32_t folder,
                                                 const std::string& name);

  const Exhibit& exhibit_;
  const FolderIndex& index_;
  ContentReader& reader_;
  const std::vector<FileId>& names_;
  std::vector<std::uint32_t> folders_;  // that these lie in, if asked, in their order
  std::unordered_map<std::uint32_t, FolderIndex::Names> files_;  // of these, if asked
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_FILE_CONTENT_H_
