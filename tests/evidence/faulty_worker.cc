// The child that reads evidence, on a device that fails (faulty_device.h).
#include <signal.h>

#include "scanner/evidence/device_read.h"
#include "scanner/wire/channel.h"
#include "scanner/worker/scan_exhibit.h"
#include "tests/evidence/faulty_device.h"

int main() {
  ::signal(SIGPIPE, SIG_IGN);
  winnow::set_device_read(&winnow::read_faulty_device);
  winnow::Channel channel{winnow::Fd(winnow::kChannelFd)};
  return winnow::serve(channel) ? 0 : 2;
}
