// FileList: the file records of an inventory, held small: about 70 bytes a file where a
// vector of records takes 500. Records go in and come out whole; in between, numbers
// are as short as they are, folders and reasons are kept once.
//
//   for (const FileRecord& file : list) ...    each is unpacked when its turn comes
//   const FileRecord file = list[id];          a copy, which goes with its scope
//
// Any number of threads may read while nobody writes.
#ifndef WINNOW_SCANNER_VOLUMES_FILE_LIST_H_
#define WINNOW_SCANNER_VOLUMES_FILE_LIST_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/wire/records.h"

namespace winnow {

// Texts of which many are the same, by number.
class TextTable {
 public:
  TextTable() = default;
  TextTable(const TextTable& other) { *this = other; }
  TextTable& operator=(const TextTable& other);
  TextTable(TextTable&&) = default;
  TextTable& operator=(TextTable&&) = default;
  ~TextTable() = default;

  [[nodiscard]] std::uint32_t number_of(std::string_view text);
  [[nodiscard]] const std::string& operator[](std::uint32_t number) const {
    return texts_[number];
  }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  // into texts_
  std::uint32_t last_ = 0;
};

class FileList {
 public:
  class Iterator {
   public:
    using value_type = FileRecord;
    using difference_type = std::ptrdiff_t;
    using reference = FileRecord;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const FileList* list, std::size_t at) : list_(list), at_(at) {}
    FileRecord operator*() const { return (*list_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return {list_, at_++}; }
    bool operator==(const Iterator&) const = default;

   private:
    const FileList* list_ = nullptr;
    std::size_t at_ = 0;
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
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] bool empty() const { return places_.empty(); }
  [[nodiscard]] FileRecord operator[](std::size_t at) const;
  // Of one record, and in the list itself: valid while nothing is added to it.
  [[nodiscard]] std::string_view inline_content(std::size_t at) const;
  [[nodiscard]] FileRecord front() const { return (*this)[0]; }
  [[nodiscard]] FileRecord back() const { return (*this)[size() - 1]; }
  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, size()}; }

  // Gives back the memory of most records before `at`; they may no longer be asked for.
  void release_before(std::size_t at);

 private:
  struct Place {
    std::uint32_t chunk = 0;
    std::uint32_t offset = 0;
  };
  [[nodiscard]] const char* packed(std::size_t at) const;
  [[nodiscard]] Place pack(const FileRecord& file);

  std::deque<Place> places_;
  std::vector<bool> uncertain_;
  std::deque<std::string> chunks_;  // packed records, whole ones
  std::size_t released_ = 0;        // chunks
  TextTable folders_;
  TextTable reasons_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_FILE_LIST_H_
