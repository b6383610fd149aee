import COpenBLAS
import Glibc

/// The right to call OpenBLAS: one thread at a time has it.
///
/// A serial OpenBLAS hands out its work areas without a lock, and two threads inside it at once now
/// and then share one, which gives wrong numbers (measured: 2 in 10 000 products).
///
/// It maps a work area of 128 MiB of address space at its first use and keeps it. Where the system
/// refuses, under `ulimit -v` or without overcommit, it tries again for ever. So the first turn makes
/// sure beforehand, and has the area made.
///
/// Only the thread that the host calls from takes a turn. A global is made at its first use, and where several
/// threads come for it at once, Swift lets one in by a number of its thread, which a child of `fork()` inherits
/// from its parent: there they would wait for ever.
enum OpenBLASLock {
  /// Whether OpenBLAS has its work area.
  private static let lock = Mutex(false)
  /// BUFFER_SIZE of OpenBLAS on x86-64, and the pages around it.
  private static let areaBytes = 129 << 20

  static func withLock<Result>(_ call: () throws -> Result) throws -> Result {
    try lock.withLock { isReady in
      if !isReady {
        try checkRoom()
        makeArea()
        isReady = true
      }
      return try call()
    }
  }

  private static func checkRoom() throws {
    let room = mmap(nil, areaBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let room, room != MAP_FAILED else {
      throw DASError.outOfMemory(bytes: areaBytes)
    }
    munmap(room, areaBytes)
  }

  /// The product of a 1 x 1 matrix with itself: other calls may do without a work area when small.
  private static func makeArea() {
    var (one, zero, order) = (1.0, 0.0, Int32(1))
    var square = 0.0
    dsyrk_("U", "T", &order, &order, &one, &one, &order, &zero, &square, &order)
  }
}
