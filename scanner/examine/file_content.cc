#include "scanner/examine/file_content.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "scanner/evidence/device_read.h"

namespace winnow {
namespace {

// Lies in runs of the evidence; read where it is asked for.
class RunsContent final : public Content {
 public:
  RunsContent(const Evidence& evidence, FileRecord file)
      : evidence_(evidence), file_(std::move(file)) {
    std::uint64_t at = 0;
    for (const Run& run : file_.runs) {
      starts_.push_back(at);
      at += run.length;
    }
    size_ = std::min(file_.size, at);
  }
  std::uint64_t size_bytes() const override { return size_; }
  Result<std::size_t> read(std::uint64_t offset, MutableBytes target) override {
    if (offset >= size_) return std::size_t{0};
    const auto wanted = static_cast<std::size_t>(
        std::min<std::uint64_t>(target.size(), size_ - offset));
    for (std::size_t done = 0; done < wanted;) {
      const std::uint64_t at = offset + done;
      const auto next = std::upper_bound(starts_.begin(), starts_.end(), at);
      const auto number = static_cast<std::size_t>(next - starts_.begin()) - 1;
      const std::uint64_t within = at - starts_[number];
      const Run& run = file_.runs[number];
      const MutableBytes piece =
          target.subspan(done, static_cast<std::size_t>(std::min<std::uint64_t>(
                                   run.length - within, wanted - done)));
      if (run.is_hole()) {
        std::fill(piece.begin(), piece.end(), std::byte{0});
      } else if (auto read = evidence_.read(run.offset + within, piece); !read) {
        return std::move(read).error();
      }
      done += piece.size();
    }
    return wanted;
  }

 private:
  const Evidence& evidence_;
  FileRecord file_;
  std::vector<std::uint64_t> starts_;  // of each run, in the file
  std::uint64_t size_ = 0;
};

class FolderFileContent final : public Content {
 public:
  FolderFileContent(Fd fd, std::uint64_t size) : fd_(std::move(fd)), size_(size) {}
  std::uint64_t size_bytes() const override { return size_; }
  Result<std::size_t> read(std::uint64_t offset, MutableBytes target) override {
    if (offset >= size_) return std::size_t{0};
    const auto count = static_cast<std::size_t>(
        std::min<std::uint64_t>(target.size(), size_ - offset));
    auto read = read_device(fd_.get(), offset, target.first(count), "");
    if (!read) return std::move(read).error();
    return count;
  }

 private:
  Fd fd_;
  std::uint64_t size_;
};

class OwnedContent final : public Content {
 public:
  explicit OwnedContent(std::vector<std::byte> bytes)
      : bytes_(std::move(bytes)), view_(bytes_) {}
  std::uint64_t size_bytes() const override { return bytes_.size(); }
  Result<std::size_t> read(std::uint64_t offset, MutableBytes target) override {
    return view_.read(offset, target);
  }
  Bytes in_memory() const override { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
  MemoryContent view_;
};

// All of it, by the way it is had.
Result<std::unique_ptr<Content>> collect(ContentReader& reader, const FileRecord& file,
                                         const LoadedBatch* loaded) {
  if (file.size > kMostDecodedBytes) {
    return Fault{
        FaultKind::too_big,
        "cannot be looked into: it has to be decoded as a whole, and is larger "
        "than " +
            std::to_string(kMostDecodedBytes >> 20) + " MiB",
        "", std::nullopt};
  }
  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<std::size_t>(file.size));
  Bytes only;
  std::size_t pieces = 0;
  const auto flush = [&] {
    bytes.insert(bytes.end(), only.begin(), only.end());
    only = {};
  };
  // A first piece is kept as it is, for there may be no other.
  std::vector<Run> unreadable;
  const bool stays = ContentReader::is_in_memory(file, loaded);
  auto read =
      reader.read(file, loaded,
                  {[&](Bytes piece) {
                     if (stays && pieces++ == 0) {
                       only = piece;
                       return;
                     }
                     flush();
                     bytes.insert(bytes.end(), piece.begin(), piece.end());
                   },
                   [&](std::uint64_t zeros) {
                     ++pieces;
                     flush();
                     bytes.resize(bytes.size() + static_cast<std::size_t>(zeros));
                   }},
                  unreadable);
  if (!read) return std::move(read).error();
  if (!only.empty() && bytes.empty()) {
    const auto size = std::min<std::uint64_t>(only.size(), file.size);
    return std::unique_ptr<Content>(
        std::make_unique<MemoryContent>(only.first(static_cast<std::size_t>(size))));
  }
  if (bytes.size() > file.size) bytes.resize(static_cast<std::size_t>(file.size));
  return std::unique_ptr<Content>(std::make_unique<OwnedContent>(std::move(bytes)));
}

}  // namespace

Result<std::unique_ptr<Content>> open_content(const Exhibit& exhibit,
                                              ContentReader& reader,
                                              const FileRecord& file,
                                              const LoadedBatch* loaded) {
  if (file.content == ContentKind::library ||
      ContentReader::is_in_memory(file, loaded)) {
    return collect(reader, file, loaded);
  }
  if (exhibit.evidence != nullptr) {
    return std::unique_ptr<Content>(
        std::make_unique<RunsContent>(*exhibit.evidence, file));
  }
  auto fd = open_folder_file(exhibit, file.id);
  if (!fd) return std::move(fd).error();
  return std::unique_ptr<Content>(
      std::make_unique<FolderFileContent>(std::move(*fd), file.size));
}

void FolderIndex::fill() const {
  const FileList& list = inventory_.files;
  for (std::size_t id = 0; id < list.size(); ++id) {
    const std::uint32_t folder = list.folder_number(id);
    if (folder + 2 > first_.size()) first_.resize(std::size_t{folder} + 2);
    ++first_[std::size_t{folder} + 1];
  }
  for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  std::vector<std::uint32_t> next = first_;
  files_.resize(list.size());
  for (std::size_t id = 0; id < list.size(); ++id) {
    files_[next[list.folder_number(id)]++] = static_cast<FileId>(id);
  }
}

FolderIndex::Names FolderIndex::files_in(std::uint32_t folder) const {
  std::call_once(filled_, [this] { fill(); });
  Names names;
  for (std::uint32_t at = first_[folder]; at < first_[std::size_t{folder} + 1]; ++at) {
    const FileId id = files_[at];
    if (!inventory_.files.facts(id).allocated) continue;
    names.emplace(inventory_.files.name(id), id);
  }
  return names;
}

void FolderIndex::link() const {
  for (const FileOutline& file : inventory_.files.outlines()) {
    if (file.same_content_as != kNoFile) {
      links_.emplace_back(file.same_content_as, file.id);
    }
  }
  std::sort(links_.begin(), links_.end());
}

std::vector<FileId> FolderIndex::names_of(FileId first) const {
  std::call_once(linked_, [this] { link(); });
  std::vector<FileId> names = {first};
  auto link =
      std::lower_bound(links_.begin(), links_.end(), std::pair(first, FileId{}));
  for (; link != links_.end() && link->first == first; ++link) {
    names.push_back(link->second);
  }
  return names;
}

std::unique_ptr<Content> FileSiblings::open(const std::string& name) {
  for (const std::uint32_t folder : folders()) {
    if (auto content = open_in(folder, name)) return content;
  }
  return nullptr;
}

std::unique_ptr<Content> FileSiblings::open_called(const std::string& ending) {
  const FileList& list = exhibit_.inventory->files;
  for (const FileId id : names_) {
    const std::string name = std::string(list.name(id)) + ending;
    if (auto content = open_in(list.folder_number(id), name)) return content;
  }
  return nullptr;
}

const FolderIndex::Names& FileSiblings::files_in(std::uint32_t folder) {
  const auto known = files_.find(folder);
  if (known != files_.end()) return known->second;
  return files_.emplace(folder, index_.files_in(folder)).first->second;
}

const std::vector<std::uint32_t>& FileSiblings::folders() {
  if (!folders_.empty()) return folders_;
  std::unordered_set<std::uint32_t> met;
  for (const FileId id : names_) {
    const std::uint32_t folder = exhibit_.inventory->files.folder_number(id);
    if (met.insert(folder).second) folders_.push_back(folder);
  }
  return folders_;
}

std::unique_ptr<Content> FileSiblings::open_in(std::uint32_t folder,
                                               const std::string& name) {
  const FolderIndex::Names& files = files_in(folder);
  const auto found = files.find(name);
  if (found == files.end()) return nullptr;
  const FileRecord file = exhibit_.inventory->files[found->second];
  if (file.content == ContentKind::none) return nullptr;
  auto content = open_content(exhibit_, reader_, file, nullptr);
  return content ? std::move(*content) : nullptr;
}

}  // namespace winnow
