// WorkPlace: what a thread of the child is at, so that a supervisor knows whom to
// suspect when the child dies or hangs there.
#ifndef WINNOW_SCANNER_WIRE_WORK_PLACE_H_
#define WINNOW_SCANNER_WIRE_WORK_PLACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace winnow {

enum class WorkStep : std::uint8_t {
  none,        // between two things
  container,   // opening what holds the evidence
  partitions,  // reading a partition table; number: which kind of table was tried
  open,        // opening the volume that begins at `offset`
  entry,       // entry `number` of that volume: a folder, or a file's metadata
  finish,      // making file records of what was listed of that volume
  file,        // the content of file `number` (FileId); offset: its first byte
  sweep,       // looking for unreadable bytes outside files
  space,       // searching free space at `offset`; number: as SpaceSearched::chunk
  look,        // looking at a file or a member of it; number: look_number()
};
inline constexpr WorkStep kLastWorkStep = WorkStep::look;

struct WorkPlace {
  WorkStep step = WorkStep::none;
  std::uint64_t offset = 0;  // byte of the exhibit
  std::uint64_t number = 0;
  bool operator==(const WorkPlace&) const = default;
};

// Of what is looked at within file number `file`: 0 is the file itself, then its
// members in the order in which they are met, from 1; kWholeLook is all of these.
inline constexpr std::uint32_t kWholeLook = 0xFFFFFFFF;
// Of none of these it is told what class of picture they are; all else is done.
inline constexpr std::uint32_t kClassing = 0xFFFFFFFE;
[[nodiscard]] constexpr std::uint64_t look_number(std::uint32_t file,
                                                  std::uint32_t member) {
  return std::uint64_t{member} << 32 | file;
}
[[nodiscard]] constexpr std::uint32_t looked_file(const WorkPlace& place) {
  return static_cast<std::uint32_t>(place.number);
}
[[nodiscard]] constexpr std::uint32_t looked_member(const WorkPlace& place) {
  return static_cast<std::uint32_t>(place.number >> 32);
}

// "file:4096:17": step, offset, number; and back.
[[nodiscard]] std::string to_text(const WorkPlace& place);
[[nodiscard]] std::optional<WorkPlace> parse_work_place(std::string_view text);

// Is told where the work is. begin() and end() come in pairs, from the thread that does
// the work; end() is owed even when the work failed.
class WorkMarks {
 public:
  virtual ~WorkMarks() = default;
  virtual void begin(const WorkPlace& /*place*/) {}
  // Distinct bytes of the evidence fetched for the present place, or bytes that came of
  // it (of members, of pixels), in total: what it may take grows with them.
  virtual void fetched(std::uint64_t /*bytes*/) {}
  virtual void end() {}
};

// Tells nobody. Any thread.
[[nodiscard]] WorkMarks& untold_marks();

// At work as long as it lives.
class AtWork {
 public:
  AtWork(WorkMarks& marks, const WorkPlace& place) : marks_(marks) {
    marks_.begin(place);
  }
  ~AtWork() { marks_.end(); }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

 private:
  WorkMarks& marks_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_WORK_PLACE_H_
