;; The loops of exponential-times.ts, random-stream.ts and exponential.ts, bit for bit; logarithms two at a time.
;;
;; Memory: what the stream stands at, s0 s1 s2 carry; then the time so far; from byte 64 on the values, room for one more than are asked for.

(module
  (memory (export "memory") 1)

  ;; Draws so many numbers.
  (func (export "draw") (param $count i32)
    (local $s0 f64) (local $s1 f64) (local $s2 f64) (local $carry f64)
    (local $product f64) (local $whole f64) (local $rest f64)
    (local $at i32) (local $end i32)
    (local.set $s0 (f64.load (i32.const 0)))
    (local.set $s1 (f64.load (i32.const 8)))
    (local.set $s2 (f64.load (i32.const 16)))
    (local.set $carry (f64.load (i32.const 24)))
    (local.set $at (i32.const 64))
    (local.set $end (i32.add (i32.const 64) (i32.shl (local.get $count) (i32.const 3))))
    (loop $next
      (local.set $product (f64.mul (f64.const 2091639) (local.get $s0)))
      (local.set $whole (f64.floor (local.get $product)))
      (local.set $rest (f64.add
        (f64.sub (local.get $product) (local.get $whole))
        (f64.mul (local.get $carry) (f64.const 0x1p-32))))
      (if (f64.ge (local.get $rest) (f64.const 1))
        (then
          (local.set $whole (f64.add (local.get $whole) (f64.const 1)))
          (local.set $rest (f64.sub (local.get $rest) (f64.const 1)))))
      (local.set $s0 (local.get $s1))
      (local.set $s1 (local.get $s2))
      (local.set $s2 (local.get $rest))
      (local.set $carry (local.get $whole))
      (f64.store (local.get $at) (local.get $rest))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (f64.store (i32.const 0) (local.get $s0))
    (f64.store (i32.const 8) (local.get $s1))
    (f64.store (i32.const 16) (local.get $s2))
    (f64.store (i32.const 24) (local.get $carry)))

  ;; Makes exponentials of so many values. 1 + f is within sqrt(1/2) .. sqrt(2).
  (func (export "exponentials") (param $count i32)
    (local $x v128) (local $exponent v128) (local $halvings v128) (local $high v128) (local $low v128) (local $f v128)
    (local $mantissa v128) (local $far v128) (local $half v128)
    (local $s v128) (local $z v128) (local $w v128) (local $r v128)
    (local $result v128) (local $near v128)
    (local $at i32) (local $end i32)
    (local.set $at (i32.const 64))
    (local.set $end (i32.add (i32.const 64) (i32.shl (local.get $count) (i32.const 3))))
    ;; The one beyond the last of an odd number is taken along.
    (f64.store (local.get $end) (f64.const 0))
    (loop $next
      (local.set $x (f64x2.sub (v128.const f64x2 1 1) (v128.load (local.get $at))))
      ;; 0x95f64 carries into the exponent where the mantissa is above sqrt(2). 2^52 with an integer in its last bits is a sum.
      (local.set $exponent (i64x2.shr_u
        (i64x2.add (local.get $x) (v128.const i64x2 0x95f6400000000 0x95f6400000000))
        (i32.const 52)))
      (local.set $halvings (f64x2.sub
        (v128.const f64x2 0x1.00000000003ffp52 0x1.00000000003ffp52)
        (v128.or (local.get $exponent) (v128.const f64x2 0x1p52 0x1p52))))
      (local.set $high (f64x2.mul (local.get $halvings) (v128.const f64x2 0.6931471803691238 0.6931471803691238)))
      (local.set $low (f64x2.mul (local.get $halvings) (v128.const f64x2 1.9082149292705877e-10 1.9082149292705877e-10)))
      (local.set $f (f64x2.sub
        (f64x2.mul
          (local.get $x)
          (i64x2.shl (i64x2.sub (v128.const i64x2 2046 2046) (local.get $exponent)) (i32.const 52)))
        (v128.const f64x2 1 1)))
      ;; All ones where the mantissa is below 0x6147a or above 0x6b851: the sign of either difference.
      (local.set $mantissa (v128.and (local.get $x) (v128.const i64x2 0xfffff00000000 0xfffff00000000)))
      (local.set $far (i32x4.shr_s
        (v128.or
          (i32x4.sub (local.get $mantissa) (v128.const i64x2 0x6147a00000000 0x6147a00000000))
          (i32x4.sub (v128.const i64x2 0x6b85100000000 0x6b85100000000) (local.get $mantissa)))
        (i32.const 31)))
      (local.set $far (i8x16.shuffle 4 5 6 7 4 5 6 7 12 13 14 15 12 13 14 15 (local.get $far) (local.get $far)))
      (local.set $s (f64x2.div (local.get $f) (f64x2.add (v128.const f64x2 2 2) (local.get $f))))
      (local.set $z (f64x2.mul (local.get $s) (local.get $s)))
      (local.set $w (f64x2.mul (local.get $z) (local.get $z)))
      (local.set $r (f64x2.add
        (f64x2.mul (local.get $w) (f64x2.add
          (v128.const f64x2 0.3999999999940942 0.3999999999940942)
          (f64x2.mul (local.get $w) (f64x2.add
            (v128.const f64x2 0.22222198432149784 0.22222198432149784)
            (f64x2.mul (local.get $w) (v128.const f64x2 0.15313837699209373 0.15313837699209373))))))
        (f64x2.mul (local.get $z) (f64x2.add
          (v128.const f64x2 0.6666666666666735 0.6666666666666735)
          (f64x2.mul (local.get $w) (f64x2.add
            (v128.const f64x2 0.2857142874366239 0.2857142874366239)
            (f64x2.mul (local.get $w) (f64x2.add
              (v128.const f64x2 0.1818357216161805 0.1818357216161805)
              (f64x2.mul (local.get $w) (v128.const f64x2 0.14798198605116586 0.14798198605116586))))))))))
      (local.set $half (v128.andnot
        (f64x2.mul (f64x2.mul (v128.const f64x2 0.5 0.5) (local.get $f)) (local.get $f))
        (local.get $far)))
      ;; high + (half - (s (half - f where far + r) - low) - f)
      (local.set $result (f64x2.add (local.get $high) (f64x2.sub
        (f64x2.sub (local.get $half) (f64x2.sub
          (f64x2.mul (local.get $s) (f64x2.add
            (f64x2.sub (local.get $half) (v128.and (local.get $far) (local.get $f)))
            (local.get $r)))
          (local.get $low)))
        (local.get $f))))
      (local.set $near (f64x2.lt (f64x2.abs (local.get $f)) (v128.const f64x2 0x1p-20 0x1p-20)))
      (if (v128.any_true (local.get $near))
        (then
          ;; high + (f^2 (1/2 - f/3) + low - f)
          (local.set $result (v128.bitselect
            (f64x2.add (local.get $high) (f64x2.sub
              (f64x2.add
                (f64x2.mul
                  (f64x2.mul (local.get $f) (local.get $f))
                  (f64x2.sub
                    (v128.const f64x2 0.5 0.5)
                    (f64x2.mul (v128.const f64x2 0.3333333333333333 0.3333333333333333) (local.get $f))))
                (local.get $low))
              (local.get $f)))
            (local.get $result)
            (local.get $near)))))
      (v128.store (local.get $at) (local.get $result))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Turns so many gaps, in units of $scale, into times.
  (func (export "addGaps") (param $count i32) (param $scale f64)
    (local $now f64) (local $at i32) (local $end i32)
    (local.set $now (f64.load (i32.const 32)))
    (local.set $at (i32.const 64))
    (local.set $end (i32.add (i32.const 64) (i32.shl (local.get $count) (i32.const 3))))
    (loop $next
      (local.set $now (f64.add (local.get $now) (f64.floor (f64.add
        (f64.mul (f64.load (local.get $at)) (local.get $scale))
        (f64.const 0.5)))))
      (f64.store (local.get $at) (local.get $now))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (f64.store (i32.const 32) (local.get $now))))
