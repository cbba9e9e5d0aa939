#include "scanner/volumes/library_reader.h"

#include <algorithm>
#include <utility>

#include "scanner/volumes/tsk_handles.h"

namespace winnow {
namespace {

// attr_read walks the run list from its head at every call: few large pieces.
constexpr std::size_t kPieceBytes = 1024 * 1024;

}  // namespace

struct LibraryReader::State {
  const Evidence& evidence;
  const std::vector<std::optional<LibraryVolume>>& keys;
  std::map<std::uint32_t, std::unique_ptr<TskVolume>> open;

  Result<TskVolume*> volume(std::uint32_t index) {
    if (const auto known = open.find(index); known != open.end()) {
      return known->second.get();
    }
    if (index >= keys.size() || !keys[index]) {
      return Fault{FaultKind::unsupported, "its volume is not opened through libtsk",
                   "", std::nullopt};
    }
    const LibraryVolume& key = *keys[index];
    auto opened = TskVolume::open(
        evidence, {key.offset, static_cast<TSK_FS_TYPE_ENUM>(key.tsk_type), key.in_pool,
                   key.pool_block});
    if (!opened) return std::move(opened).error();
    TskVolume* raw = opened->get();
    open.emplace(index, std::move(opened).value());
    return raw;
  }
};

LibraryReader::LibraryReader(const Evidence& evidence,
                             const std::vector<std::optional<LibraryVolume>>& volumes)
    : state_(std::make_unique<State>(State{evidence, volumes, {}})) {}

LibraryReader::~LibraryReader() = default;

Result<void> LibraryReader::read(const FileRecord& file,
                                 const std::function<void(Bytes)>& sink,
                                 std::uint64_t most) {
  auto volume = state_->volume(file.volume);
  if (!volume) return std::move(volume).error();
  tsk_error_reset();
  static_cast<void>((*volume)->image().take_read_fault());
  const TskFile handle(tsk_fs_file_open_meta((*volume)->fs(), nullptr, file.inode));
  const TSK_FS_ATTR* attribute =
      handle == nullptr
          ? nullptr
          : tsk_fs_file_attr_get_type(
                handle.get(), static_cast<TSK_FS_ATTR_TYPE_ENUM>(file.attribute_type),
                static_cast<std::uint16_t>(file.attribute_id), 1);
  if (auto fault = (*volume)->image().take_read_fault()) return *std::move(fault);
  if (attribute == nullptr) {
    return Fault{FaultKind::malformed, "cannot be opened again: " + take_tsk_error(),
                 "", std::nullopt};
  }
  const std::uint64_t size = std::min(most, file.size);
  std::vector<char> piece(
      static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, size)));
  for (std::uint64_t done = 0; done < size;) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - done));
    const ssize_t got =
        tsk_fs_attr_read(attribute, static_cast<TSK_OFF_T>(done), piece.data(), wanted,
                         TSK_FS_FILE_READ_FLAG_NONE);
    // Beside libtsk's word: 4.11.1 turns some failed reads into zeros and success.
    if (auto fault = (*volume)->image().take_read_fault()) return *std::move(fault);
    if (got <= 0) {
      return Fault{FaultKind::malformed,
                   "its stored form cannot be decoded: " + take_tsk_error(), "", done};
    }
    sink(std::as_bytes(std::span(piece.data(), static_cast<std::size_t>(got))));
    done += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace winnow
