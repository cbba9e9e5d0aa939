// What the values of a database are taken for: members, and digests that it names.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_DATABASE_VALUES_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_DATABASE_VALUES_H_

#include <array>
#include <set>
#include <string>
#include <string_view>

#include "scanner/examine/containers/container.h"
#include "scanner/examine/containers/member_gate.h"

namespace winnow {

// Where a value stands.
struct ValuePlace {
  std::string name;    // of the member
  std::string column;  // as the database calls it; may be empty
  std::string people;  // "table files, column md5, row 3"
};

// One thread.
class DatabaseValues {
 public:
  // Shorter values need not be brought: no digest is shorter.
  static constexpr std::size_t kLeastBytes = 16;

  // `most_bytes`: of all values of one kind of reading; a sound database cannot hold
  // more than its own size.
  DatabaseValues(const ContainerLimits& limits, MemberSink& sink,
                 std::uint64_t most_bytes);

  // False: no more is wanted, or may be had; outcome() then says which.
  // A blob of 64 bytes or more is a member; a whole picture within one that is nothing
  // known is one besides, called "<name>@<its offset>".
  [[nodiscard]] bool blob(const ValuePlace& place, Bytes bytes);
  // Text is one if it is a picture in base 64, which comes decoded.
  [[nodiscard]] bool text(const ValuePlace& place, std::string_view text);

  // From now on only contents and digests that did not come before, and a budget of its
  // own, of so many bytes.
  void only_new(std::uint64_t most_bytes);
  // False: so many bytes more may not be had.
  [[nodiscard]] bool spend(std::uint64_t bytes);
  void note(const std::string& words) { gate_.note(words); }
  [[nodiscard]] Result<void> outcome() const;

 private:
  using Content128 = std::array<std::byte, 16>;

  [[nodiscard]] bool member(const std::string& name, Bytes bytes);
  void name_digests(const std::vector<Digest>& digests, const ValuePlace& place);

  MemberGate gate_;
  MemberSink& sink_;
  std::uint64_t left_;
  std::uint64_t digests_left_;
  std::set<Content128> known_;
  std::set<Digest> named_;
  bool is_only_new_ = false;
  bool is_over_budget_ = false;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_DATABASE_VALUES_H_
