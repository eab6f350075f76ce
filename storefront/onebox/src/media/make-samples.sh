#!/usr/bin/env bash
# Makes the demo's film and album out of nothing but ffmpeg's own generators. Run by hand when the samples are to
# change; the results are committed, so that the demo needs no media tool. Writes into the folder given as $1.
set -euo pipefail
out=${1:?folder for the samples}
font=$(fc-match -f '%{file}' 'DejaVu Sans')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/album"

caption() { # text, from second, to second: one line that fades in and out
  printf "drawtext=fontfile=%s:text='%s':fontcolor=white:fontsize=30:x=(w-text_w)/2:y=h-84:shadowx=2:shadowy=2:enable='between(t,%s,%s)':alpha='min(1,min((t-%s)/0.8,(%s-t)/0.8))'" \
    "$font" "$1" "$2" "$3" "$2" "$3"
}

# Four chapters of 18 seconds: the seed, the swarm, the seal, the play.
ffmpeg -nostdin -y -loglevel error \
  -f lavfi -i "gradients=s=640x360:r=24:c0=0x0b132b:c1=0x1c7c7d:c2=0x3a0ca3:x0=0:y0=0:x1=640:y1=360:nb_colors=3:duration=18:speed=0.012:seed=7" \
  -f lavfi -i "life=s=160x90:r=24:mold=12:ratio=0.12:death_color=#0b132b:life_color=#7df9ff:mold_color=#16324f:seed=11,scale=640:360:flags=neighbor,trim=duration=18" \
  -f lavfi -i "mandelbrot=s=640x360:r=24:start_scale=1.6:end_scale=0.02:end_pts=432:start_x=-0.743643:start_y=-0.131825:maxiter=160,hue=h=200:s=0.8,trim=duration=18" \
  -f lavfi -i "gradients=s=640x360:r=24:c0=0x3d0c11:c1=0xf77f00:c2=0xfcbf49:nb_colors=3:duration=18:speed=0.016:type=radial:seed=3" \
  -filter_complex "[0:v]format=yuv420p,setsar=1[a];[1:v]format=yuv420p,setsar=1[b];[2:v]format=yuv420p,setsar=1[c];[3:v]format=yuv420p,setsar=1[d];\
[a][b][c][d]concat=n=4:v=1[v];\
[v]$(caption 'The Seed' 1 8),$(caption 'One studio, one film' 9 17),$(caption 'The Swarm' 19 26),$(caption 'Carried by strangers' 27 35),$(caption 'The Seal' 37 44),$(caption 'Nobody can read it on the way' 45 53),$(caption 'The Play' 55 62),$(caption 'Opened by the one who bought it' 63 71)[out]" \
  -map '[out]' -c:v ffv1 "$work/video.mkv"

tone() { # seconds, then frequencies: a soft chord with a slow beat
  local seconds=$1 sum='' n=0
  shift
  for f in "$@"; do sum="$sum+sin(2*PI*$f*t)*(0.6+0.4*sin(2*PI*t*0.$((n + 1))1))"; n=$((n + 1)); done
  printf "aevalsrc='0.11*(%s)*(1-exp(-t*3))*(0.75+0.25*sin(2*PI*t*0.5))':s=48000:d=%s" "${sum#+}" "$seconds"
}
ffmpeg -nostdin -y -loglevel error \
  -f lavfi -i "$(tone 18 220 277.18 329.63 440)" -f lavfi -i "$(tone 18 196 246.94 293.66 392)" \
  -f lavfi -i "$(tone 18 174.61 220 261.63 349.23)" -f lavfi -i "$(tone 18 220 277.18 329.63 554.37)" \
  -filter_complex "[0:a][1:a][2:a][3:a]concat=n=4:v=0:a=1,aecho=0.8:0.6:160|290:0.3|0.2,afade=t=out:st=69:d=3[out]" \
  -map '[out]' "$work/music.wav"

cat > "$work/chapters.ffmeta" <<'META'
;FFMETADATA1
title=The Seal and the Swarm
[CHAPTER]
TIMEBASE=1/1000
START=0
END=18000
title=The Seed
[CHAPTER]
TIMEBASE=1/1000
START=18000
END=36000
title=The Swarm
[CHAPTER]
TIMEBASE=1/1000
START=36000
END=54000
title=The Seal
[CHAPTER]
TIMEBASE=1/1000
START=54000
END=72000
title=The Play
META
ffmpeg -nostdin -y -loglevel error -i "$work/video.mkv" -i "$work/music.wav" -i "$work/chapters.ffmeta" -map_metadata 2 -map_chapters 2 \
  -map 0:v -map 1:a -c:v libvpx-vp9 -b:v 290k -maxrate 420k -bufsize 800k -g 72 -row-mt 1 -deadline good -cpu-used 3 -c:a libopus -b:a 48k \
  -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -cues_to_front 1 "$out/film.webm"

ffmpeg -nostdin -y -loglevel error -f lavfi -i "$(tone 45 261.63 329.63 392 493.88)" \
  -af "tremolo=f=4:d=0.4,aecho=0.8:0.7:240:0.4,afade=t=out:st=41:d=4" -metadata title="First Light" -metadata artist="The Leaves" -c:a libopus -b:a 64k -fflags +bitexact "$out/album/01-first-light.opus"
ffmpeg -nostdin -y -loglevel error -f lavfi -i "$(tone 50 146.83 220 293.66 369.99)" \
  -af "aphaser=type=t:speed=0.6:decay=0.5,aecho=0.8:0.7:330:0.35,afade=t=out:st=45:d=5" -metadata title="Merkle Wood" -metadata artist="The Leaves" -c:a libopus -b:a 64k -fflags +bitexact "$out/album/02-merkle-wood.opus"

# Posters, one per title: a still of the film, a leaf-green still for the album.
ffmpeg -nostdin -y -loglevel error -ss 44 -i "$work/video.mkv" -frames:v 1 -vf "crop=240:360,scale=400:600" -q:v 5 "$out/poster.jpg"
ffmpeg -nostdin -y -loglevel error -f lavfi -i "mandelbrot=s=600x600:start_scale=0.008:start_x=-0.7453:start_y=0.1127:maxiter=220,hue=h=100:s=0.7" -frames:v 1 -q:v 12 "$out/album/poster.jpg"
