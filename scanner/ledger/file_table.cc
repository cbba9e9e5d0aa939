#include "scanner/ledger/file_table.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace winnow {
namespace {

constexpr std::size_t kBlockBytes = 1 << 20;

std::array<std::optional<Instant> FileTimes::*, 4> time_fields() {
  return {&FileTimes::modified, &FileTimes::accessed, &FileTimes::changed,
          &FileTimes::created};
}

}  // namespace

// Texts longer than a block get one of their own, put before the open one.
std::string_view FileTable::keep(std::string_view text) {
  if (text.size() > kBlockBytes / 4) {
    auto own = std::make_unique<char[]>(text.size());
    std::memcpy(own.get(), text.data(), text.size());
    const std::string_view kept(own.get(), text.size());
    blocks_.insert(blocks_.begin(), std::move(own));
    return kept;
  }
  if (text.size() > block_left_) {
    blocks_.push_back(std::make_unique<char[]>(kBlockBytes));
    block_left_ = kBlockBytes;
  }
  char* place = blocks_.back().get() + (kBlockBytes - block_left_);
  std::copy(text.begin(), text.end(), place);
  block_left_ -= text.size();
  return {place, text.size()};
}

void FileTable::add(const FileRecord& file) {
  Row row;
  row.path = keep(file.path);
  row.size = file.size;
  row.inode = file.inode;
  row.first_run = runs_.size();
  row.run_count = static_cast<std::uint32_t>(file.runs.size());
  row.same_content_as = file.same_content_as;
  row.content = file.content;
  row.allocated = file.allocated;
  row.uncertain = file.uncertain;
  runs_.insert(runs_.end(), file.runs.begin(), file.runs.end());
  row.first_instant = instants_.size();
  unsigned known = 0;
  const auto fields = time_fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& instant = file.times.*fields[i];
    if (!instant) continue;
    known |= 1u << i;
    instants_.push_back(*instant);
  }
  row.instants = static_cast<std::uint8_t>(known);
  rows_.push_back(row);
}

void FileTable::put(Row& row, FileOutcome outcome, const std::string& reason) {
  const auto [known, added] =
      reason_numbers_.emplace(reason, static_cast<std::uint32_t>(reasons_.size()));
  if (added) reasons_.push_back(reason);
  row.reason = known->second;
  row.outcome = outcome;
}

void FileTable::set_outcome(FileId id, FileOutcome outcome, const std::string& reason) {
  put(rows_[id], outcome, reason);
  rows_[id].outcome_known = true;
}

void FileTable::settle(FileId id, FileOutcome outcome, const std::string& reason) {
  put(rows_[id], outcome, reason);
  rows_[id].is_settled = true;
}

std::vector<Run> FileTable::runs(FileId id) const {
  const Row& row = rows_[id];
  const auto first = runs_.begin() + static_cast<std::ptrdiff_t>(row.first_run);
  return {first, first + static_cast<std::ptrdiff_t>(row.run_count)};
}

FileTimes FileTable::times(FileId id) const {
  const Row& row = rows_[id];
  FileTimes times;
  std::uint64_t next = row.first_instant;
  const auto fields = time_fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (row.instants >> i & 1) times.*fields[i] = instants_[next++];
  }
  return times;
}

}  // namespace winnow
