#include "bench/practice/volume_writer.h"

namespace winnow::practice {

Placement VolumeWriter::make_hollow_file(const std::string& path, ByteView,
                                         std::uint64_t) {
  fail(path + ": hollow files cannot be made on this file system");
}

Placement VolumeWriter::make_stream(const std::string& path, const std::string& stream,
                                    ByteView) {
  fail(path + ":" + stream + ": this file system has no alternate streams");
}

void VolumeWriter::make_link(const std::string& path, const std::string&) {
  fail(path + ": this file system has no hard links");
}

void VolumeWriter::begin_scatter(std::uint64_t) {
  fail("fragments cannot be ordered on this file system");
}

void VolumeWriter::end_scatter() {}

std::size_t VolumeWriter::folder_runs(const std::string& path) {
  fail(path + ": folder fragments cannot be ordered on this file system");
}

}  // namespace winnow::practice
