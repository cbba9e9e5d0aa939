#include "scanner/examine/containers/glib_handles.h"

namespace winnow {

void quiet_glib() {
  static const bool kQuiet = [] {
    ::g_log_set_default_handler(
        [](const gchar*, GLogLevelFlags, const gchar*, gpointer) {}, nullptr);
    ::g_log_set_writer_func([](GLogLevelFlags, const GLogField*, gsize,
                               gpointer) { return G_LOG_WRITER_HANDLED; },
                            nullptr, nullptr);
    ::g_set_print_handler([](const gchar*) {});
    ::g_set_printerr_handler([](const gchar*) {});
    return true;
  }();
  (void)kQuiet;
}

}  // namespace winnow
