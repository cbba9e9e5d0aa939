// What comes out of a container, as the tests want to look at it.
#ifndef WINNOW_TESTS_EXAMINE_CONTAINERS_COLLECTED_MEMBERS_H_
#define WINNOW_TESTS_EXAMINE_CONTAINERS_COLLECTED_MEMBERS_H_

#include <optional>
#include <string>
#include <vector>

#include "scanner/examine/containers/container.h"

namespace winnow {

struct CollectedMember {
  std::string name;
  std::optional<std::uint64_t> stated_bytes;
  MemberState state = MemberState::readable;
  std::string why;
  std::vector<std::byte> bytes;  // as far as they were read
  std::optional<Fault> broke_off;
  [[nodiscard]] std::string md5() const;
};

// Reads every member, up to so many bytes of each.
class CollectedMembers final : public MemberSink {
 public:
  explicit CollectedMembers(std::uint64_t most_bytes = std::uint64_t{64} << 20)
      : most_bytes_(most_bytes) {}

  [[nodiscard]] bool member(const Member& member, MemberBytes& bytes) override;
  void named_digest(const Digest& digest, const std::string& place) override;
  void note(const std::string& words) override { notes.push_back(words); }

  // The member of that name; null if there is none.
  [[nodiscard]] const CollectedMember* find(const std::string& name) const;
  [[nodiscard]] bool has_md5(const std::string& md5) const;
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] std::string all_notes() const;

  std::vector<CollectedMember> members;
  std::vector<std::string> notes;
  std::vector<std::string> digests;  // "hex place"

 private:
  std::uint64_t most_bytes_;
};

// Opens it and checks what holds of every container: names fit and unlike, a reason for
// every member that is not readable.
struct Opened {
  CollectedMembers members;
  std::optional<Fault> fault;
};
[[nodiscard]] Opened opened(ContentType type, Bytes bytes,
                            const ContainerLimits& limits = {});
// A file below shared/evidence/containers; nothing if this machine does not have it.
[[nodiscard]] std::optional<std::vector<std::byte>> sample(const std::string& path);
// Samples of Apache Tika lie deep: this is the one of that name below `tika`.
[[nodiscard]] std::optional<std::vector<std::byte>> tika_sample(
    const std::string& name);
[[nodiscard]] std::string md5_of(Bytes bytes);

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_CONTAINERS_COLLECTED_MEMBERS_H_
