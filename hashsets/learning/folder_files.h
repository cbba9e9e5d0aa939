// The files of a folder of reference material.
//
// Nothing is followed out of the folder: links are counted and left, and so is what is
// neither file nor folder. What cannot be read is named, and the rest goes on.
#ifndef WINNOW_HASHSETS_LEARNING_FOLDER_FILES_H_
#define WINNOW_HASHSETS_LEARNING_FOLDER_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace winnow {

// What changes when a file is written to.
struct FileStamp {
  std::uint64_t size_bytes = 0;
  std::int64_t modified_ns = 0;  // since 1970
  std::int64_t changed_ns = 0;   // its inode, likewise

  bool operator==(const FileStamp&) const = default;
};

struct FolderFile {
  std::string path;  // from the folder, parts divided by '/'; any bytes
  FileStamp stamp;
};

// Something of the folder that could not be taken in.
struct FolderProblem {
  std::string path;
  std::string what;

  auto operator<=>(const FolderProblem&) const = default;
};

struct FolderFiles {
  std::vector<FolderFile> files;          // by path
  std::vector<FolderProblem> unreadable;  // folders
  std::vector<std::string> links;         // by path, as are the next
  std::vector<std::string> special;       // devices, pipes, sockets
};

// `folder` is an open folder; `name` is for faults, of the folder itself.
[[nodiscard]] Result<FolderFiles> list_folder(const Fd& folder,
                                              const std::string& name);
// Opens a path of FolderFile, and no link on the way to it.
[[nodiscard]] Result<Fd> open_in_folder(const Fd& folder, const std::string& path);
[[nodiscard]] Result<FileStamp> stamp_of(const Fd& file, const std::string& path);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_FOLDER_FILES_H_
