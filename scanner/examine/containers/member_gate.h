// What every opener hands its members through: names made fit, entries counted.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_MEMBER_GATE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_MEMBER_GATE_H_

#include <string>
#include <string_view>
#include <unordered_map>

#include "scanner/examine/containers/container.h"

namespace winnow {

// A path of a member from the bytes of its stored name: valid UTF-8, parts divided by
// '/', "" and "." left out, ".." written as "%2E%2E" so that no reader of a report
// takes it for a way up. A name without any part becomes "unnamed";
// what goes beyond 1024 bytes is cut off.
[[nodiscard]] std::string member_path(std::string_view stored);
// One part of such a path: the same, a '/' in it written as "%2F".
[[nodiscard]] std::string path_part(std::string_view stored);

// The gate to a sink, for one container. A name that came before gets " (2)", " (3)"
// and so on at its end, which Member::name then has. One thread.
class MemberGate {
 public:
  MemberGate(const ContainerLimits& limits, MemberSink& sink)
      : limits_(limits), sink_(sink) {}

  // False: no more of this container; the opener then returns outcome(). `member.name`
  // has been through member_path() or path_part().
  [[nodiscard]] bool member(Member member, MemberBytes& bytes);
  // For a member of which no bytes come.
  [[nodiscard]] bool member_without_bytes(std::string name, MemberState state,
                                          std::string why);
  // For bytes that lie in memory.
  [[nodiscard]] bool member_in_memory(std::string name, Bytes bytes);
  void note(const std::string& words) { sink_.note(words); }
  [[nodiscard]] std::uint64_t entries() const { return entries_; }
  // Too big, if the entries were more than may be; else nothing.
  [[nodiscard]] Result<void> outcome() const;

 private:
  [[nodiscard]] std::string unique(std::string name);

  const ContainerLimits& limits_;
  MemberSink& sink_;
  std::uint64_t entries_ = 0;
  bool too_many_ = false;
  std::unordered_map<std::string, std::uint64_t> taken_;  // and the last suffix
};

// Bytes that lie in memory, somebody else's.
class BytesInMemory final : public MemberBytes {
 public:
  explicit BytesInMemory(Bytes bytes) : bytes_(bytes) {}
  [[nodiscard]] Result<std::size_t> read(MutableBytes target) override;

 private:
  Bytes bytes_;
};

// A part of a content.
class PartOfContent final : public MemberBytes {
 public:
  PartOfContent(Content& content, std::uint64_t offset, std::uint64_t length)
      : content_(content), offset_(offset), left_(length) {}
  // A fault where the content ends before the part does.
  [[nodiscard]] Result<std::size_t> read(MutableBytes target) override;

 private:
  Content& content_;
  std::uint64_t offset_;
  std::uint64_t left_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_MEMBER_GATE_H_
