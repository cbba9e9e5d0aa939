#include "scanner/examine/containers/compound_source.h"

#include <gsf/gsf-impl-utils.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-impl.h>

#include <algorithm>

#include "base/text.h"

namespace winnow {
namespace {

// Most that is read at a time into a buffer of ours.
constexpr std::size_t kMostReadBytes = std::size_t{16} << 20;

// ---- A GsfInput of our own, as GObject has classes made.

struct ContentInput {
  GsfInput parent;
  Content* content;
  std::vector<std::byte>* buffer;
};
struct ContentInputClass {
  GsfInputClass parent;
};

GType content_input_type();

ContentInput* as_ours(gpointer input) {
  return static_cast<ContentInput*>(input);
}

ContentInput* make_input(Content* content) {
  auto* input = as_ours(::g_object_new(content_input_type(), nullptr));
  input->content = content;
  ::gsf_input_set_size(&input->parent, static_cast<gsf_off_t>(content->size_bytes()));
  return input;
}

GsfInput* duplicate(GsfInput* input, GError**) {
  return &make_input(as_ours(input)->content)->parent;
}

const guint8* read_content(GsfInput* input, size_t length, guint8* buffer) {
  auto* ours = as_ours(input);
  auto* target = reinterpret_cast<std::byte*>(buffer);
  if (target == nullptr) {
    if (length > kMostReadBytes) return nullptr;
    ours->buffer->resize(std::max(ours->buffer->size(), length));
    target = ours->buffer->data();
  }
  const auto got = ours->content->read(static_cast<std::uint64_t>(input->cur_offset),
                                       MutableBytes(target, length));
  if (!got || *got != length) return nullptr;
  return reinterpret_cast<const guint8*>(target);
}

gboolean seek_content(GsfInput*, gsf_off_t, GSeekType) {
  return FALSE;  // done: reading goes by the offset that libgsf keeps
}

void finalize_content(GObject* object) {
  delete as_ours(object)->buffer;
  auto* parent = static_cast<GObjectClass*>(::g_type_class_peek(GSF_INPUT_TYPE));
  parent->finalize(object);
}

void init_class(gpointer type_class, gpointer) {
  static_cast<GObjectClass*>(type_class)->finalize = finalize_content;
  auto* input_class = static_cast<GsfInputClass*>(type_class);
  input_class->Dup = duplicate;
  input_class->Read = read_content;
  input_class->Seek = seek_content;
}

void init_instance(GTypeInstance* instance, gpointer) {
  auto* ours = reinterpret_cast<ContentInput*>(instance);
  ours->content = nullptr;
  ours->buffer = new std::vector<std::byte>();
}

GType content_input_type() {
  static const GType kType = ::g_type_register_static_simple(
      GSF_INPUT_TYPE, "WinnowContentInput", sizeof(ContentInputClass), init_class,
      sizeof(ContentInput), init_instance, GTypeFlags{});
  return kType;
}

}  // namespace

Result<Held<GsfInfile>> open_compound(Content& content) {
  quiet_glib();
  const Held<GsfInput> input(&make_input(&content)->parent);
  GError* error = nullptr;
  Held<GsfInfile> file(::gsf_infile_msole_new(input.get(), &error));
  if (file != nullptr) return file;
  Fault fault{FaultKind::malformed, "not a sound compound file", "", {}};
  if (error != nullptr) {
    fault.what += ": " + printable_utf8(error->message);
    ::g_error_free(error);
  }
  return fault;
}

std::vector<CompoundEntry> entries_of(GsfInfile* storage) {
  std::vector<CompoundEntry> entries;
  const int count = ::gsf_infile_num_children(storage);
  for (int i = 0; i < count; ++i) {
    const char* name = ::gsf_infile_name_by_index(storage, i);
    CompoundEntry entry;
    entry.name = name != nullptr ? name : "";
    entry.input.reset(::gsf_infile_child_by_index(storage, i));
    entry.is_storage = entry.input != nullptr && GSF_IS_INFILE(entry.input.get()) &&
                       ::gsf_infile_num_children(GSF_INFILE(entry.input.get())) >= 0;
    entries.push_back(std::move(entry));
  }
  return entries;
}

StreamBytes::StreamBytes(GsfInput* stream) : stream_(stream) {
  ::gsf_input_seek(stream_, 0, G_SEEK_SET);
}

Result<std::size_t> StreamBytes::read(MutableBytes target) {
  const auto left = static_cast<std::uint64_t>(
      std::max<gsf_off_t>(::gsf_input_remaining(stream_), 0));
  const auto length =
      static_cast<std::size_t>(std::min<std::uint64_t>(left, target.size()));
  if (length == 0) return std::size_t{0};
  if (::gsf_input_read(stream_, length, reinterpret_cast<guint8*>(target.data())) ==
      nullptr) {
    return Fault{FaultKind::malformed, "its chain of sectors is damaged", "",
                 static_cast<std::uint64_t>(::gsf_input_tell(stream_))};
  }
  return length;
}

std::vector<std::byte> bytes_of_stream(GsfInput* stream, std::uint64_t most_bytes) {
  constexpr std::size_t kStep = std::size_t{1} << 20;
  std::vector<std::byte> bytes;
  StreamBytes source(stream);
  while (bytes.size() < most_bytes) {
    const std::size_t before = bytes.size();
    bytes.resize(before + static_cast<std::size_t>(
                              std::min<std::uint64_t>(kStep, most_bytes - before)));
    const auto got = source.read(MutableBytes(bytes).subspan(before));
    bytes.resize(before + (got ? *got : 0));
    if (!got || *got == 0) break;
  }
  return bytes;
}

}  // namespace winnow
