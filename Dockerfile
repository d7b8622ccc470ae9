# A constant environment for measurements: the same Node, system and packages on every host.
# It was not built where it was written (there was no Docker): expect to correct it on its first use.
#
#   docker build -t fived .
#   docker run --rm -v "$PWD/outputs:/fived/outputs" fived
FROM node:24.21.0-bookworm-slim

WORKDIR /fived
COPY . .
# npm ci, then the build of all projects.
RUN node tools/setup.mjs --verbose

CMD ["npm", "start"]
