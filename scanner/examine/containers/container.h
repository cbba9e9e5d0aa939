// Opening what holds other contents: archives, documents, mail, caches, databases.
//
// A container is opened one level deep; who opens members again keeps count of depth.
// Everything goes through descriptors and memory: nothing here opens a path.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_CONTAINER_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_CONTAINER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/result.h"
#include "scanner/examine/content/content.h"
#include "scanner/examine/content/content_type.h"

namespace winnow {

// How a member is to be had.
enum class MemberState : std::uint8_t {
  readable,
  encrypted,    // no bytes come
  damaged,      // no bytes come
  unsupported,  // stored in a way that is not read; no bytes come
  too_big,      // beyond a limit; no bytes come
  absent,       // its content lies elsewhere, or it has none; no bytes come
};

struct Member {
  // Its path within the container, valid UTF-8 (base/text.h), parts divided by '/', no
  // "//" in it, never empty: "inner/b.jpg", "Inbox/3/photo.jpg", "table/12/column".
  std::string name;
  std::optional<std::uint64_t> size_bytes;  // as stated, which may be a lie
  MemberState state = MemberState::readable;
  std::string why;  // for all but readable
  // As FileFacts, of a file of a disk image.
  bool allocated = true;
  bool uncertain = false;
};

// The bytes of the member that was handed over last, once and in order.
class MemberBytes {
 public:
  virtual ~MemberBytes() = default;
  // Up to so many; 0 at the end. A fault: the member breaks off there.
  [[nodiscard]] virtual Result<std::size_t> read(MutableBytes target) = 0;
};

// Takes what a container holds, in an order that its bytes alone decide.
class MemberSink {
 public:
  virtual ~MemberSink() = default;
  // False: no more of this container is wanted. `bytes` need not be read.
  [[nodiscard]] virtual bool member(const Member& member, MemberBytes& bytes) = 0;
  // A digest that the container names: of a file shared, sent or received, that need
  // not be there any more. `place` says where, for people: "table transfers, column
  // file_hash, row 12".
  virtual void named_digest(const Digest& digest, const std::string& place) = 0;
  // Something that a reader of the record must know: "the log of the database lacks",
  // "the central directory is missing".
  virtual void note(const std::string& words) = 0;
};

// What one level may take; beyond it a fault of FaultKind::too_big, after what came
// before.
struct ContainerLimits {
  std::uint64_t entries = 65'536;
  // Of what a library has to hold in memory at a time.
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
  // Of what nobody read and yet had to be decompressed to come to the next member; for
  // each member.
  std::uint64_t passed_over_bytes = std::uint64_t{1} << 30;
};

// Loads what the libraries look up in files: call it before the process loses its
// paths, and before threads open containers. More calls do nothing.
void prepare_containers();

// Hands every member to the sink. A fault says why the container cannot be opened, or
// where it breaks off: members before that have been handed over. FaultKind::encrypted
// if nothing of it can be read without its password. `siblings` may be null. Safe from
// any thread, for different contents.
[[nodiscard]] Result<void> open_container(ContentType type, Content& content,
                                          Siblings* siblings,
                                          const ContainerLimits& limits,
                                          MemberSink& sink);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_CONTAINER_H_
