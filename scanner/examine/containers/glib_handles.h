// GLib as this room uses it: objects freed by themselves, and no word on any output.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_GLIB_HANDLES_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_GLIB_HANDLES_H_

#include <gsf/gsf.h>

#include <memory>

namespace winnow {

struct Unref {
  void operator()(void* object) const { ::g_object_unref(object); }
};
template <typename T>
using Held = std::unique_ptr<T, Unref>;

// Has GLib's messages dropped, in the whole process. Safe from any thread.
void quiet_glib();

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_GLIB_HANDLES_H_
