// FileList: the file records of an inventory, held small: about 50 bytes a file where a
// vector of records takes 500. Records go in whole; in between, numbers are as short as
// they are, folders and reasons are kept once.
//
//   for (const FileRecord& file : list) ...    each unpacked in its turn, in one place
//   const FileRecord file = list[id];          a copy
//   list.outline(id), list.path(id), ...       parts, without the cost of the others
//
// Any number of threads may read while nobody writes. Views, and runs that are still
// packed, are valid while nothing is added or released and the list stays where it is.
#ifndef WINNOW_SCANNER_WIRE_FILE_LIST_H_
#define WINNOW_SCANNER_WIRE_FILE_LIST_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <ranges>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/wire/records.h"

namespace winnow {

// Pieces of bytes, each in one piece, in large chunks.
class ByteStore {
 public:
  struct Place {
    std::uint32_t chunk = 0;
    std::uint32_t offset = 0;
  };
  [[nodiscard]] Place add(std::string_view bytes);
  [[nodiscard]] const char* at(Place place) const {
    return chunks_[place.chunk - released_].data() + place.offset;
  }
  void release_before(std::uint32_t chunk);
  void release_all() { release_before(end_chunk()); }

 private:
  [[nodiscard]] std::uint32_t end_chunk() const {
    return static_cast<std::uint32_t>(released_ + chunks_.size());
  }
  std::deque<std::string> chunks_;
  std::uint32_t released_ = 0;
};

// Texts of which many are the same, by number: 0, 1, ... as they come.
class TextTable {
 public:
  [[nodiscard]] std::uint32_t number_of(std::string_view text);
  [[nodiscard]] std::string_view operator[](std::uint32_t number) const;

 private:
  [[nodiscard]] std::size_t slot_of(std::string_view text) const;
  void widen();

  ByteStore store_;
  std::deque<ByteStore::Place> texts_;
  std::vector<std::uint32_t> slots_;  // by hash: 0, or a number and 1
  std::uint32_t last_ = 0;
};

// The runs of a file, unpacked one by one.
class PackedRuns {
 public:
  class Iterator {
   public:
    using value_type = Run;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    const Run& operator*() const { return run_; }
    Iterator& operator++() {
      if (--left_ > 0) unpack();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return left_ == 0; }
    // At the end: what is packed next.
    [[nodiscard]] const char* behind() const { return at_; }

   private:
    friend class PackedRuns;
    void unpack();

    const char* at_ = nullptr;
    std::size_t left_ = 0;
    std::uint64_t end_ = 0;
    unsigned shift_ = 0;
    bool has_holes_ = false;
    Run run_;
  };

  PackedRuns() = default;
  explicit PackedRuns(const char* at);
  [[nodiscard]] std::size_t size() const { return first_.left_; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  Iterator first_;  // before it is unpacked
};

// Where the content of a file is: all that a plan asks of it.
struct FileOutline : FileFacts {
  PackedRuns runs;
};

class FileList {
 public:
  class Iterator {
   public:
    using value_type = FileRecord;
    using difference_type = std::ptrdiff_t;
    using reference = const FileRecord&;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const FileList* list, std::size_t at) : list_(list), at_(at) {
      if (at_ < list_->size()) list_->unpack(at_, file_);
    }
    // Valid until the next step.
    const FileRecord& operator*() const { return file_; }
    Iterator& operator++() {
      if (++at_ < list_->size()) list_->unpack(at_, file_);
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const FileList* list_ = nullptr;
    std::size_t at_ = 0;
    FileRecord file_;
  };

  FileList() = default;
  FileList(const std::vector<FileRecord>& files) {
    for (const FileRecord& file : files) push_back(file);
  }

  // Its place becomes its id, whatever it says.
  void push_back(const FileRecord& file);
  // In the place of the one that stands there.
  void replace(std::size_t at, const FileRecord& file);
  void set_uncertain(std::size_t at, bool is_uncertain) {
    uncertain_[at] = is_uncertain;
  }

  [[nodiscard]] bool is_uncertain(std::size_t at) const { return uncertain_[at]; }
  [[nodiscard]] std::size_t size() const { return offsets_.size(); }
  [[nodiscard]] bool empty() const { return offsets_.empty(); }
  [[nodiscard]] FileRecord operator[](std::size_t at) const;
  // Into `file`, whose memory is used again.
  void unpack(std::size_t at, FileRecord& file) const;
  [[nodiscard]] FileFacts facts(std::size_t at) const { return outline(at); }
  [[nodiscard]] FileOutline outline(std::size_t at) const;
  // Of every file, in the order of their ids.
  [[nodiscard]] auto outlines() const {
    return std::views::iota(std::size_t{0}, size()) |
           std::views::transform([this](std::size_t at) { return outline(at); });
  }
  [[nodiscard]] std::string path(std::size_t at) const;
  // The path up to its last slash; files of equal ones have equal numbers.
  [[nodiscard]] std::uint32_t folder_number(std::size_t at) const;
  [[nodiscard]] std::string_view folder(std::uint32_t number) const {
    return folders_[number];
  }
  // The path behind it.
  [[nodiscard]] std::string_view name(std::size_t at) const;
  [[nodiscard]] std::string_view inline_content(std::size_t at) const;
  [[nodiscard]] FileRecord front() const { return (*this)[0]; }
  [[nodiscard]] FileRecord back() const { return (*this)[size() - 1]; }
  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, size()}; }

  // Gives back the memory of most records before `at`; they may no longer be asked for.
  void release_before(std::size_t at);

 private:
  using Place = ByteStore::Place;
  [[nodiscard]] const char* packed(std::size_t at) const;
  [[nodiscard]] Place pack(const FileRecord& file);

  ByteStore store_;
  // Of so many records the place of the first is kept, and how far each is behind it.
  static constexpr std::size_t kGroup = 16;
  static constexpr std::uint16_t kElsewhere = 0xFFFF;
  std::deque<Place> groups_;
  std::deque<std::uint16_t> offsets_;
  std::unordered_map<std::size_t, Place> elsewhere_;  // the few that are not behind it
  std::vector<bool> uncertain_;
  TextTable folders_;
  TextTable reasons_;
  std::string packing_;  // used again
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_FILE_LIST_H_
