// The child that reads evidence, on a device that fails (faulty_device.h).
#include "scanner/evidence/device_read.h"
#include "scanner/worker/child_program.h"
#include "tests/evidence/faulty_device.h"

int main(int argc, char** argv) {
  winnow::set_device_read(&winnow::read_faulty_device);
  return winnow::run_child_program(argc, argv);
}
